namespace LiveTally.Tests.Surface;

/// <summary>The comparison is only worth something if it sees what is wrong.</summary>
public sealed class ComparisonTests
{
    private const string Worker = "Microsoft.Azure.Functions.Worker";

    [Theory]
    [InlineData($"{Worker}.EventHubTriggerAttribute", "is class", "in the worker sealed class", "ISupportCardinality")]
    [InlineData($"{Worker}.EventHubTriggerAttribute", "the worker has no System.String EventHubName { get; set; }")]
    [InlineData($"{Worker}.HttpTriggerAttribute", "authLevel = default)", "new(System.String[] methods)")]
    [InlineData($"{Worker}.HttpResultAttribute", "usage Method")]
    [InlineData($"{Worker}.SignalRGroupActionType", "RemoveAll = 1", "Remove = 2")]
    [InlineData($"{Worker}.ScheduleStatus", "System.DateTimeOffset Last { get; set; }", "protected System.Int32 Runs { get; set; }")]
    [InlineData($"{Worker}.Middleware.FunctionExecutionDelegate", "System.Threading.Tasks.ValueTask Invoke")]
    [InlineData($"{Worker}.KafkaTriggerAttribute", "the worker has no such type")]
    public void A_wrong_type_is_reported(string typeName, params string[] expected)
    {
        var impostor = typeof(ComparisonTests).Assembly.GetType(typeName, throwOnError: true)!;

        var differences = string.Join('\n', WorkerApi.Read().Differences(impostor));

        Assert.All(expected, part => Assert.Contains(part, differences, StringComparison.Ordinal));
    }

    [Fact]
    public void An_enum_that_lacks_a_value_is_reported()
    {
        var impostor = typeof(ComparisonTests).Assembly.GetType($"{Worker}.SignalRGroupActionType", throwOnError: true)!;

        Assert.Contains($"{Worker}.SignalRGroupActionType: lacks RemoveAll = 2", WorkerApi.Read().Missing(impostor));
    }
}
