using LiveTally.Tests.Contract.Document;

namespace LiveTally.Tests.Contract.Driving;

/// <summary>What any operation refuses for the same reason: a good call, spoilt in one way.</summary>
internal static class Refusals
{
    public const string NoPoll = "aaaaaaaa";

    /// <summary>Looks like a token of Entra ID.</summary>
    public const string SignIn = "a.b.c";

    private const string NoLetter = "0000-00000000000000000007-9f86d081884c7d65";

    private static readonly Dictionary<string, Func<Call, Call>> Spoilt = new()
    {
        ["malformedJson"] = call => call with { Text = "{" },
        ["bodyTooLarge"] = call => call with { Text = new string(' ', 40_000) },
        ["unsupportedMediaType"] = call => call with { Text = "{}", MediaType = "text/plain" },
        ["adminRequired"] = call => call with { AsAdmin = false },
        ["identityUnavailable"] = call => call with { AsAdmin = false, Token = SignIn },
        ["pollNotFound"] = call => call with { Path = [NoPoll, .. call.Path[1..]] },
        ["deadLetterNotFound"] = call => call with { Path = [NoLetter] },
    };

    /// <summary>All of them, at once.</summary>
    public static async Task DriveAsync(Driver driver, World world) => await Task.WhenAll(
        from operation in OpenApi.Operations.Values
        from response in operation.Responses
        from code in response.Value.Codes
        where Spoilt.ContainsKey(code) && (code is not ("adminRequired" or "identityUnavailable") || operation.IsAdmins)
        select ExpectAsync(driver, world, operation, response.Key, code));

    /// <summary>Bodies that break HTTP, and such as never come; those take Kestrel's patience of some seconds.</summary>
    public static async Task DriveBrokenBodiesAsync(Driver driver, World world) => await Task.WhenAll(
        from operation in OpenApi.Operations.Values
        where operation.Responses.ContainsKey(408)
        from task in new Func<Call, Task>[]
        {
            call => driver.ExpectAsync(call, "Transfer-Encoding: chunked", "zz\r\n", 400, "badRequest"),
            call => driver.ExpectAsync(call, "Content-Length: 20", "{", 408, "requestTimeout"),
        }
        select DriveAsync(operation, world, task));

    /// <summary>Storage does not answer: for the calls that ask it, with a poll that no cache has.</summary>
    public static async Task DriveWithoutStorageAsync(Driver driver, World world)
    {
        var calls = await Task.WhenAll(
            from operation in OpenApi.Operations.Values
            where IsOfPolls(operation) && operation.Responses.TryGetValue(503, out var response) && response.Codes.Contains("storageUnavailable")
            select GoodCalls.MakeAsync(operation.Id, world));

        await world.Server.UseFaultsAsync("""{ "kind": "cosmos.unavailable", "on": "polls" }""");
        await Task.WhenAll(calls.Select(call => driver.ExpectAsync(call.Path is [] ? call : call with { Path = [Unread(), .. call.Path[1..]] }, 503, "storageUnavailable")));
        await driver.ExpectAsync(new Call("HealthReady"), 503);
        await world.Server.UseFaultsAsync("");
    }

    /// <summary>The same of the store of dead letters.</summary>
    public static async Task DriveWithoutDeadLettersAsync(Driver driver, Server without) => await Task.WhenAll(
        from operation in OpenApi.Operations.Values
        where !IsOfPolls(operation) && operation.Responses.TryGetValue(503, out var response) && response.Codes.Contains("storageUnavailable")
        let call = new Call(operation.Id, operation.Parameters is [] ? [] : [NoLetter]) { AsAdmin = true }
        select driver.ExpectAsync(call, 503, "storageUnavailable", without));

    /// <summary>An admin's calls, with sign-ins that do not hold or lack the role.</summary>
    public static async Task DriveSignInsAsync(Driver driver, World world, BareServer bare)
    {
        var person = bare.Issuer.Person("ada");
        foreach (var operation in OpenApi.Operations.Values.Where(operation => operation.IsAdmins))
        {
            var call = await GoodCalls.MakeAsync(operation.Id, world) with { AsAdmin = false };
            await driver.ExpectAsync(call with { Token = bare.Issuer.SignNot(person) }, 401, "invalidSignIn", bare);
            await driver.ExpectAsync(call with { Token = bare.Issuer.Sign(person) }, 403, "roleMissing", bare);
        }
    }

    /// <summary>Every call, from an address that has sent too many.</summary>
    public static async Task DriveTooManyAsync(Driver driver, BareServer bare)
    {
        (string, string)[] from = [("X-Forwarded-For", "203.0.113.9")];
        await Task.WhenAll(Enumerable.Range(0, BareServer.Burst).Select(_ => driver.SendAsync(new Call("HealthLive") { Headers = from }, bare)));

        // One a second gets through.
        foreach (var operation in OpenApi.Operations.Values)
        {
            var call = new Call(operation.Id, [.. operation.Parameters.Select(_ => NoPoll)]) { Headers = from };
            for (var left = 10; (await driver.SendAsync(call, bare)).Code != "rateLimited"; left--)
                Assert.NotEqual(0, left);
        }
    }

    /// <summary>Whether the operation is about polls, and not about dead letters, which are kept elsewhere.</summary>
    public static bool IsOfPolls(Operation operation) => operation.Path.StartsWith("/polls", StringComparison.Ordinal);

    private static async Task DriveAsync(Operation operation, World world, Func<Call, Task> drive) => await drive(await GoodCalls.MakeAsync(operation.Id, world));

    private static async Task ExpectAsync(Driver driver, World world, Operation operation, int status, string code) =>
        await driver.ExpectAsync(Spoilt[code](await GoodCalls.MakeAsync(operation.Id, world)), status, code);

    private static string Unread() => string.Concat(Enumerable.Range(0, 8).Select(_ => (char)Random.Shared.Next('a', 'z' + 1)));
}
