using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary>The body of <c>POST /polls</c>; what is left out takes the default given here.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreatePollRequest
{
    /// <summary>1 to 300 characters.</summary>
    public required string Question { get; init; }

    /// <value>single</value>
    public PollKind Kind { get; init; }

    /// <summary>2 to 20 different ones of 1 to 120 characters.</summary>
    public required ImmutableArray<string> Options { get; init; }

    /// <summary>Only for <see cref="PollKind.Multiple"/> and <see cref="PollKind.Ranking"/>: 1 to the number of options.</summary>
    /// <value>all of them for multiple and ranking, else 1</value>
    public int? MaxChoices { get; init; }

    /// <value>false</value>
    public bool AllowChange { get; init; }

    /// <value>anonymous</value>
    public VoterRule Voters { get; init; }

    /// <value>live</value>
    public ResultsRule Results { get; init; }

    /// <summary>When the poll opens by itself; null: when an admin opens it.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When the poll closes by itself, in the future and after <see cref="OpensAt"/>; null: when an admin closes it.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>1 to 10,000,000. Sets the number of boxes; more may vote than expected, only the cost per vote rises.</summary>
    /// <value>10,000</value>
    public int? ExpectedVoters { get; init; }
}

/// <summary><c>POST /polls</c>: an admin writes a poll; it is a draft until it is opened.</summary>
public sealed class CreatePoll(TallyDatabase database, TimeProvider time)
{
    private const int DefaultExpectedVoters = 10_000;

    [Function(nameof(CreatePoll))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(request, AppJson.Default.CreatePollRequest, JsonBody.PollLimit);
        if (body is null)
            return problem!;

        var errors = Validate(body, time.GetUtcNow());
        if (errors.Count > 0)
            return new Problem(Errors.InvalidPoll) { Errors = errors };

        Poll poll;
        do
        {
            poll = Decide(body, PollId.New(), time.GetUtcNow(), RandomNumberGenerator.GetBytes(32));
        }
        while (!await WriteAsync(poll, cancellationToken));

        return Answers.Created($"{request.PathBase}{request.Path}/{poll.Id}", PollView.Of(poll), AppJson.Default.PollView);
    }

    /// <summary>False when another poll has that id.</summary>
    private async Task<bool> WriteAsync(Poll poll, CancellationToken cancellationToken)
    {
        var key = new PartitionKey(poll.Id);
        if (await database.Polls.TryWriteAsync(poll.Id, key, poll, null, AppJson.Default.Poll, cancellationToken))
            return true;

        // It may be this one, if the SDK lost the answer and sent it again.
        var (there, _) = await database.Polls.TryReadAsync(poll.Id, key, AppJson.Default.Poll, cancellationToken);
        return there is not null && there.Secret.AsSpan().SequenceEqual(poll.Secret);
    }

    /// <summary>Field → what is wrong with it; empty when the poll can be made.</summary>
    internal static Dictionary<string, string[]> Validate(CreatePollRequest body, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>();
        void Check(bool holds, string field, string rule)
        {
            if (!holds)
                errors.TryAdd(field, [rule]);
        }

        var options = body.Options.IsDefault ? [] : body.Options;
        Check(PollText.IsValid(body.Question, PollText.QuestionLength), "question", PollText.Rule(PollText.QuestionLength));
        Check(options.Length is >= 2 and <= 20, "options", "There must be 2 to 20 of them.");
        for (var i = 0; i < options.Length; i++)
            Check(PollText.IsValid(options[i], PollText.OptionLength), $"options[{i}]", PollText.Rule(PollText.OptionLength));
        Check(errors.Count > 0 || options.Select(PollText.Normalize).Distinct().Count() == options.Length, "options", "No two may be the same.");
        var mostChoices = MostChoices(body.Kind, options.Length);
        Check(body.MaxChoices is null || (body.MaxChoices >= 1 && body.MaxChoices <= mostChoices), "maxChoices", $"Must be 1 to {mostChoices}.");
        Check(body.ClosesAt is null || body.ClosesAt > now, "closesAt", "Must be in the future.");
        Check(body.ClosesAt is null || body.OpensAt is null || body.ClosesAt > body.OpensAt, "closesAt", "Must be after opensAt.");
        Check((body.ExpectedVoters ?? DefaultExpectedVoters) is >= 1 and <= 10_000_000, "expectedVoters", "Must be 1 to 10,000,000.");
        return errors;
    }

    internal static Poll Decide(CreatePollRequest body, string id, DateTimeOffset now, byte[] secret) => new()
    {
        Id = id,
        Question = PollText.Normalize(body.Question),
        Kind = body.Kind,
        Options = [.. body.Options.Select(PollText.Normalize)],
        MaxChoices = body.MaxChoices ?? MostChoices(body.Kind, body.Options.Length),
        AllowChange = body.AllowChange,
        Voters = body.Voters,
        Results = body.Results,
        State = PollState.Draft,
        OpensAt = body.OpensAt?.ToUniversalTime(),
        ClosesAt = body.ClosesAt?.ToUniversalTime(),
        ExpectedVoters = body.ExpectedVoters ?? DefaultExpectedVoters,
        Boxes = Poll.BoxesFor(body.ExpectedVoters ?? DefaultExpectedVoters),
        CreatedAt = now,
        Secret = secret,
    };

    internal static int MostChoices(PollKind kind, int options) => kind is PollKind.Multiple or PollKind.Ranking ? options : 1;
}
