using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Contract.Driving;

/// <summary>What only some operations answer, each for reasons of its own.</summary>
internal static class OwnCases
{
    private static readonly (string, string)[] Unknown = [("If-Match", "\"another\"")];

    public static IEnumerable<(Call Call, int Status, string? Code)> Of(World world) =>
    [
        .. OfPolls(world), .. OfVotes(world), .. OfResults(world), .. OfDeadLetters(),
        (new Call("GetOpenApi") { Headers = Known("If-None-Match") }, 304, null),
    ];

    private static IEnumerable<(Call Call, int Status, string? Code)> OfPolls(World world) =>
    [
        (new Call("CreatePoll") { Body = new { question = "?", options = new[] { "one" } }, AsAdmin = true }, 400, "invalidPoll"),
        (new Call("ListPolls") { Query = "?state=nonsense", AsAdmin = true }, 400, "invalidQuery"),
        (new Call("GetPoll", world.Open) { Headers = Known("If-None-Match") }, 304, null),
        (new Call("ChangePoll", world.Draft) { Body = new { options = new[] { "one" } }, AsAdmin = true, Headers = Known("If-Match") }, 400, "invalidPoll"),
        (new Call("ChangePoll", world.Open) { Body = new { question = "?" }, AsAdmin = true, Headers = Known("If-Match") }, 409, "pollNotEditable"),
        (new Call("ChangePoll", world.Draft) { Body = new { question = "?" }, AsAdmin = true, Headers = Unknown }, 412, "preconditionFailed"),
        (new Call("ChangePoll", world.Draft) { Body = new { question = "?" }, AsAdmin = true }, 428, "preconditionRequired"),
        (new Call("DeletePoll", world.Draft) { AsAdmin = true, Headers = Unknown }, 412, "preconditionFailed"),
        (new Call("GetPoll", world.Open) { Token = Refusals.SignIn }, 503, "identityUnavailable"),
        (new Call("OpenPoll", world.Closed) { AsAdmin = true }, 409, "pollClosed"),
        (new Call("ClosePoll", world.Draft) { AsAdmin = true }, 409, "pollNotOpen"),
    ];

    private static IEnumerable<(Call Call, int Status, string? Code)> OfVotes(World world)
    {
        var vote = new Call("SubmitVote", world.Open) { Body = new { choices = new[] { 0 } }, Token = world.Token };
        var status = new Call("GetVote", world.Open, world.VoteId) { Token = world.Token };
        return
        [
            (new Call("IssueVoterToken", world.Open) { Body = new { code = "ABCDE" } }, 400, "invalidVoter"),
            (new Call("IssueVoterToken", world.Codes) { Body = new { } }, 403, "codeRequired"),
            (new Call("IssueVoterToken", world.Codes) { Body = new { code = "ABCDE" } }, 403, "invalidCode"),
            (new Call("IssueVoterToken", world.Codes) { Body = new { code = "ABCDE" }, Headers = [("Idempotency-Key", "nonsense")] }, 400, "invalidIdempotencyKey"),
            (new Call("IssueVoterToken", world.Directory) { Body = new { } }, 401, "signInRequired"),
            (new Call("IssueVoterToken", world.Directory) { Body = new { }, Token = Refusals.SignIn }, 503, "identityUnavailable"),
            (new Call("CreateCodes", world.Codes) { Body = new { count = 0 }, AsAdmin = true }, 400, "invalidCount"),
            (new Call("CreateCodes", world.Open) { Body = new { count = 1 }, AsAdmin = true }, 409, "pollTakesNoCodes"),
            (new Call("CreateCodes", world.ClosedCodes) { Body = new { count = 1 }, AsAdmin = true }, 409, "pollClosed"),
            (new Call("RotateKeys", world.Open) { Body = new { generation = 7 }, AsAdmin = true }, 409, "wrongGeneration"),
            (new Call("SubmitVotes", world.Closed) { Text = "{}", MediaType = "application/x-ndjson", AsAdmin = true }, 409, "pollClosed"),
            (vote with { Body = new { choices = new[] { 0 }, voterId = "u-17" }, Token = Refusals.SignIn }, 503, "identityUnavailable"),
            (status with { Token = Refusals.SignIn }, 503, "identityUnavailable"),
            (new Call("IssueVoterToken", world.Closed) { Body = new { } }, 409, "pollClosed"),
            (vote with { Body = new { choices = new[] { 9 } } }, 400, "invalidChoice"),
            (vote with { Headers = [("Idempotency-Key", "nonsense")] }, 400, "invalidIdempotencyKey"),
            (vote with { Body = new { choices = new[] { 0 }, voterId = "" }, Token = null, AsAdmin = true }, 400, "invalidVoter"),
            (vote with { Body = new { choices = new[] { 0 }, voterId = "u-17" } }, 401, "adminRequired"),
            (vote with { Body = new { choices = new[] { 0 }, voterId = "u-17" }, Token = null, AsAdmin = true }, 202, null),
            (vote with { Body = new { choices = new[] { 0 }, voterId = "u-17" }, Token = null, AsAdmin = true, Path = [world.Closed] }, 409, "pollClosed"),
            (vote with { Token = null }, 401, "voterTokenRequired"),
            (vote with { Token = "nonsense" }, 401, "invalidVoterToken"),
            (status with { Token = null }, 401, "voterTokenRequired"),
            (status with { Token = "nonsense" }, 401, "invalidVoterToken"),
            (status with { Query = "?receipt=nonsense" }, 400, "invalidReceipt"),
            (status with { Token = null, AsAdmin = true, Query = "?receipt=" + world.Receipt }, 200, null),
            (status with { Path = [world.Open, Guid.CreateVersion7().ToString()] }, 404, "voteNotFound"),
        ];
    }

    private static IEnumerable<(Call Call, int Status, string? Code)> OfResults(World world)
    {
        Call[] shows =
        [
            new Call("GetResults", world.AfterVote),
            new Call("GetResultsCsv", world.AfterVote),
            new Call("GetTimeline", world.AfterVote),
            new Call("Negotiate", world.AfterVote),
            new Call("JoinViewers", world.AfterVote) { Body = new { connectionId = GoodCalls.Connection } },
        ];
        return
        [
            .. shows.Select(call => (call, 401, "voterTokenRequired")),
            .. shows.Select(call => (call with { Token = "nonsense" }, 401, "invalidVoterToken")),
            .. shows.Select(call => (call with { Token = world.AfterVoteToken }, 403, "resultsHidden")),
            .. shows.Select(call => (call with { Token = Refusals.SignIn }, 503, "identityUnavailable")),
            (new Call("GetResults", world.AfterClose), 403, "resultsHidden"),
            .. new[] { "GetResults", "GetResultsCsv", "GetTimeline" }.Select(operation => (new Call(operation, world.Open) { Headers = Known("If-None-Match") }, 304, (string?)null)),
            (new Call("JoinViewers", world.Open) { Body = new { connectionId = "not one" } }, 400, "invalidConnection"),
            (new Call("LeaveViewers", world.Open, "not%20one"), 400, "invalidConnection"),
            (new Call("GetJournal", world.Open), 403, "journalHidden"),
            (new Call("GetJournal", world.Open) { Token = Refusals.SignIn }, 503, "identityUnavailable"),
            (new Call("GetJournal", world.Open) { AsAdmin = true, Query = "?box=1" }, 400, "invalidQuery"),
        ];
    }

    private static IEnumerable<(Call Call, int Status, string? Code)> OfDeadLetters() =>
    [
        (new Call("ListDeadLetters") { AsAdmin = true, Query = "?continuation=%21" }, 400, "invalidQuery"),
    ];

    /// <summary>What depends on who has signed in, with an issuer that answers.</summary>
    public static async Task DriveSignInsAsync(Driver driver, BareServer bare)
    {
        var (people, open) = (await bare.Client.OpenPollAsync(World.Poll(voters: "directory")), await bare.Client.OpenPollAsync(World.Poll()));
        var token = new Call("IssueVoterToken", people) { Body = new { } };
        var vote = new Call("SubmitVote", open) { Body = new { choices = new[] { 0 }, voterId = "u-17" } };
        var person = bare.Issuer.Person("ada");
        await driver.ExpectAsync(token with { Token = bare.Issuer.SignNot(person) }, 401, "invalidSignIn", bare);
        await driver.ExpectAsync(token with { Token = bare.Issuer.Sign(bare.Issuer.Application()) }, 403, "personRequired", bare);
        await driver.ExpectAsync(token with { Token = bare.Issuer.Sign(person) }, 201, null, bare);
        await driver.ExpectAsync(vote with { Token = bare.Issuer.SignNot(person) }, 401, "invalidSignIn", bare);
        await driver.ExpectAsync(vote with { Token = bare.Issuer.Sign(person) }, 403, "roleMissing", bare);
        await driver.ExpectAsync(vote with { Token = bare.Issuer.Sign(bare.Issuer.Application("Votes.Submit")) }, 202, null, bare);
    }

    /// <summary>A batch that says how long it is, before any of it is there.</summary>
    public static Task DriveLongBatchAsync(Driver driver, World world) =>
        driver.ExpectAsync(new Call("SubmitVotes", world.Open) { MediaType = "application/x-ndjson", AsAdmin = true }, "Content-Length: 9000000", "{", 413, "tooManyVotes");

    /// <summary>Letters that cannot be replayed; the first only when its poll is final.</summary>
    public static async Task DriveLettersAsync(Driver driver, World world)
    {
        await world.Server.Client.FinalAsync(world.Closed);
        var tooLate = await world.LetterAsync(LogOnDisk.Vote(world.Closed, 0, 1, 0));
        await driver.ExpectAsync(new Call("ReplayDeadLetter", tooLate) { AsAdmin = true }, 409, "pollClosed");

        // From a log that had more partitions.
        await driver.ExpectAsync(new Call("ReplayDeadLetter", await world.LetterAsync(partition: 99)) { AsAdmin = true }, 409, "partitionGone");
    }

    private static (string, string)[] Known(string condition) => [(condition, "*")];
}
