using System.Text.Json;
using LiveTally.DeadLetters;
using LiveTally.Operations;
using LiveTally.Tally;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Contract.Driving;

/// <summary>Polls, voters and dead letters to call something about.</summary>
internal sealed class World
{
    private static readonly string[] Options = ["Tabs", "Spaces"];
    private int _letters;

    public required Server Server { get; init; }

    public required string Draft { get; init; }

    public required string Open { get; init; }

    /// <summary>Shows its results to those who have voted.</summary>
    public required string AfterVote { get; init; }

    /// <summary>Shows its results when it is closed.</summary>
    public required string AfterClose { get; init; }

    /// <summary>Is being closed, and will be final.</summary>
    public required string Closed { get; init; }

    /// <summary>Its voters need codes.</summary>
    public required string Codes { get; init; }

    /// <summary>Needed codes, and is closed.</summary>
    public required string ClosedCodes { get; init; }

    /// <summary>Its voters sign in.</summary>
    public required string Directory { get; init; }

    /// <summary>Of a voter of <see cref="Open"/> who has voted.</summary>
    public required string Token { get; init; }

    /// <summary>Of a voter of <see cref="AfterVote"/> who has not.</summary>
    public required string AfterVoteToken { get; init; }

    public required string VoteId { get; init; }

    public required string Receipt { get; init; }

    public static async Task<World> MakeAsync(Server server)
    {
        var client = server.Client;
        var closed = await client.OpenPollAsync(Poll());
        await client.SendAsync(HttpMethod.Post, $"polls/{closed}/close", asAdmin: true);
        var closedCodes = await client.OpenPollAsync(Poll(voters: "codes"));
        await client.SendAsync(HttpMethod.Post, $"polls/{closedCodes}/close", asAdmin: true);
        var open = await client.OpenPollAsync(Poll());
        var afterVote = await client.OpenPollAsync(Poll("afterVote"));
        var token = await client.TokenAsync(open);
        var vote = await client.VoteAsync(open, token, [0]);
        await client.ResultsAsync(open, results => results.Ballots() == 1);
        return new World
        {
            Server = server,
            Closed = closed,
            Open = open,
            Codes = await client.OpenPollAsync(Poll(voters: "codes")),
            ClosedCodes = closedCodes,
            Directory = await client.OpenPollAsync(Poll(voters: "directory")),
            Draft = await client.CreatePollAsync(Poll()),
            AfterVote = afterVote,
            AfterClose = await client.OpenPollAsync(Poll("afterClose")),
            Token = token,
            AfterVoteToken = await client.TokenAsync(afterVote),
            VoteId = vote.Json.Text("voteId")!,
            Receipt = vote.Json.Text("receipt")!,
        };
    }

    /// <summary>A new poll's body: one box, so that all its votes are in one partition.</summary>
    public static object Poll(string results = "live", string voters = "anonymous") => new { question = "Tabs or spaces?", options = Options, expectedVoters = 1, results, voters };

    /// <summary>Puts a letter where the program keeps them, and returns its id.</summary>
    public async Task<string> LetterAsync(byte[]? body = null, int partition = 0)
    {
        var letter = new DeadLetter("", partition, 1_000_000 + Interlocked.Increment(ref _letters), "Made by a test.", DateTimeOffset.UnixEpoch, body ?? [0xFF]);
        var id = DeadLetterId.Of(letter);
        var path = Path.Combine(Server.Process.Data, "deadletters", id + ".json");
        await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(letter with { Id = id }, AppJson.Default.DeadLetter), TestContext.Current.CancellationToken);
        return id;
    }
}
