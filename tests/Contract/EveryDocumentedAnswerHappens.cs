using LiveTally.Tests.Contract.Document;
using LiveTally.Tests.Contract.Driving;

namespace LiveTally.Tests.Contract;

public sealed class EveryDocumentedAnswerHappens(Server server, BareServer bare)
{
    // Event Hubs says so when it throttles; the log of this target has no such limit. tests/Unit holds the mapping.
    private static readonly string[] OnlyInAzure = ["ReplayDeadLetter 503 overloaded"];

    [Fact]
    public async Task Every_documented_answer_of_every_operation_happens_as_it_is_documented_and_no_other_does()
    {
        var world = await World.MakeAsync(server);
        var driver = new Driver(server);
        var elsewhere = Refusals.DriveWithoutDeadLettersAsync(driver, bare);
        var slow = Refusals.DriveBrokenBodiesAsync(driver, world);

        await Task.WhenAll(OpenApi.Operations.Keys.Select(async operation => await driver.ExpectAsync(await GoodCalls.MakeAsync(operation, world), GoodCalls.StatusOf(operation))));
        await Refusals.DriveAsync(driver, world);
        await Task.WhenAll(OwnCases.Of(world).Select(own => driver.ExpectAsync(own.Call, own.Status, own.Code)));
        await OwnCases.DriveLettersAsync(driver, world);
        await OwnCases.DriveLongBatchAsync(driver, world);
        await OwnCases.DriveSignInsAsync(driver, bare);
        await Refusals.DriveSignInsAsync(driver, world, bare);
        await slow;
        await WithoutLog.DriveAsync(driver, world);
        await Refusals.DriveWithoutStorageAsync(driver, world);
        await elsewhere;
        await Refusals.DriveTooManyAsync(driver, bare);

        var documented =
            from operation in OpenApi.Operations.Values
            from response in operation.Responses
            from code in response.Value.Codes.DefaultIfEmpty()
            select Driver.Name(operation.Id, response.Key, code);
        Assert.Equal("", string.Join('\n', driver.Wrong));
        Assert.Equal(documented.Order(StringComparer.Ordinal), driver.Happened.Concat(OnlyInAzure).Order(StringComparer.Ordinal));
    }
}
