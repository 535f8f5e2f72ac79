using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tally;

/// <summary>What a recount of a poll gave.</summary>
/// <param name="Equal">Whether journal, heads and results agree.</param>
/// <param name="Ballots">Ballots, recounted.</param>
/// <param name="Counts">Choices per option, recounted.</param>
/// <param name="Root">Root hash over the recomputed chains of all boxes, in hexadecimal.</param>
/// <param name="Differences">What does not agree; null when everything does.</param>
public sealed record Verification(
    bool Equal,
    long Ballots,
    ImmutableArray<long> Counts,
    string Root,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Differences);

/// <summary>
/// <c>POST /polls/{pollId}/verify</c>: an admin has every journal folded anew, every hash recomputed, and both compared with the heads and
/// the results. It reads whole journals, and changes nothing.
/// </summary>
public sealed class VerifyPoll(PollCache polls, BoxStore boxes, ResultsStore results)
{
    private const int BoxesAtOnce = 8;

    [Function(nameof(VerifyPoll))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/verify")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var poll = await polls.ReadAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);

        // The results first: the journals then reach at least as far.
        var merged = await results.ReadAsync(poll, cancellationToken);
        var recounts = new BoxRecount[poll.Boxes];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, poll.Boxes),
            new ParallelOptions { MaxDegreeOfParallelism = BoxesAtOnce, CancellationToken = cancellationToken },
            async (box, ct) => recounts[box] = await RecountAsync(poll, box, merged.Boxes.GetValueOrDefault(box), ct));
        return Answers.Ok(Decide(merged, recounts, poll.Options.Length), AppJson.Default.Verification);
    }

    internal static Verification Decide(ResultsDocument merged, IReadOnlyList<BoxRecount> recounts, int options)
    {
        var differences = recounts.SelectMany(recount => recount.Differences).ToList();
        var root = FinalResult.RootOf(recounts.Select(recount => recount.Head.Chain));
        if (merged.Final is { } final && (final.Root != root || !Enumerable.Range(0, recounts.Count).All(box => BoxTally.Of(recounts[box].Head).Equals(merged.Boxes.GetValueOrDefault(box)))))
            differences.Add($"The results are final with the root {final.Root}, and not those of the journals.");
        var boxes = merged.Boxes.Values;
        if (merged.Ballots != boxes.Sum(tally => tally.Ballots)
            || !OptionCounts.Same(merged.Counts, OptionCounts.Sum(boxes.Select(tally => tally.Counts), options))
            || (merged.FirstChoices is not null && !OptionCounts.Same(merged.FirstChoices, OptionCounts.Sum(boxes.Select(tally => tally.FirstChoices).OfType<ImmutableArray<long>>(), options))))
            differences.Add("The results are not the sum of their boxes.");

        return new Verification(
            differences.Count == 0,
            recounts.Sum(recount => recount.Head.Ballots),
            OptionCounts.Sum(recounts.Select(recount => recount.Head.Counts), options),
            root,
            differences.Count == 0 ? null : differences);
    }

    private async Task<BoxRecount> RecountAsync(Poll poll, int box, BoxTally? tally, CancellationToken cancellationToken)
    {
        try
        {
            return BoxRecount.Of(await boxes.ReadJournalAsync(poll, box, cancellationToken), poll.BoxRules, tally);
        }
        catch (InvalidDataException e)
        {
            return new BoxRecount(BoxHead.Empty(poll.Id, box, poll.BoxRules), [e.Message]);
        }
    }
}

/// <summary>A box's head as its journal gives it, and what does not agree with it.</summary>
public sealed record BoxRecount(BoxHead Head, IReadOnlyList<string> Differences)
{
    /// <exception cref="InvalidDataException">The journal cannot be read.</exception>
    public static BoxRecount Of(BoxJournal journal, BoxRules rules, BoxTally? tally)
    {
        var differences = new List<string>();
        var recounted = journal.Recount(rules).Head;
        if (!recounted.Equals(journal.Head))
            differences.Add($"Box {journal.Head.Box}: the head does not follow from the journal.");
        var asMerged = tally is null || tally.Entries == recounted.Entries ? recounted : journal.Recount(rules, tally.Entries).Head;
        if (tally is not null && !tally.Equals(BoxTally.Of(asMerged)))
            differences.Add($"Box {journal.Head.Box}: the results do not follow from the first {tally.Entries} entries of the journal.");
        return new BoxRecount(recounted, differences);
    }
}
