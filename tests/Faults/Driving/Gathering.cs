using System.Collections.Concurrent;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>Asks the server, at rest, for all that it has on a poll.</summary>
internal sealed class Gathering(World world)
{
    private const int MostTries = 40;
    private const int MostUnheardOf = 16;

    public async Task<PollHistory> HistoryAsync(PollRun poll)
    {
        var journal = await AskAsync(HttpMethod.Get, poll, "journal", asAdmin: true);
        var verification = await AskAsync(HttpMethod.Post, poll, "verify", asAdmin: true);
        JournalLine[]? lines = journal is null ? null : [.. journal.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Contract.JournalLine)];
        var statuses = await StatusesAsync(poll, [.. (lines ?? []).Select(line => line.VoteId ?? Guid.Empty)]);
        return new PollHistory
        {
            Poll = poll.Facts,
            Submissions = [.. poll.Submissions],
            CloseAskedAt = poll.CloseAskedAt,
            LastSeenNotFinalAt = poll.LastSeenNotFinalAt,
            FinalSeenAt = poll.FinalSeenAt,
            FirstFinal = poll.FirstFinal,
            Final = await poll.LookAsync() ?? poll.Last,
            Journal = lines,
            Verification = verification is null ? null : Contract.Verification(verification.Json),
            Statuses = statuses,
            Watchers = [poll.Polled, .. poll.Watchers.Select(watcher => watcher.History)],
        };
    }

    private async Task<IReadOnlyDictionary<Guid, VoteStatus>?> StatusesAsync(PollRun poll, HashSet<Guid> inJournal)
    {
        // Of a vote that is in no journal and has no receipt the server takes a second to say so: of those a few will do.
        var votes = poll.Submissions.GroupBy(submission => submission.VoteId).ToLookup(vote => inJournal.Contains(vote.Key) || vote.Any(submission => submission.Receipt is not null));
        var statuses = new ConcurrentDictionary<Guid, VoteStatus>();
        var missing = 0;
        await Parallel.ForEachAsync(votes[true].Concat(votes[false].Take(MostUnheardOf)), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (vote, _) =>
        {
            if (Volatile.Read(ref missing) != 0)
                return;
            var receipt = vote.Select(submission => submission.Receipt).FirstOrDefault(receipt => receipt is not null);
            var path = $"votes/{vote.Key:D}{(receipt is null ? "" : $"?receipt={receipt}")}";
            var answer = await AskAsync(HttpMethod.Get, poll, path, poll.Tokens[vote.First().Voter], notFound: "404 voteNotFound");
            if (answer is null)
                Volatile.Write(ref missing, 1);
            else
                statuses[vote.Key] = answer.Status == 404 ? VoteStatus.NotFound : Contract.VoteStatus(answer.Json);
        });
        return missing == 0 ? statuses : null;
    }

    /// <summary>The answer, or null and a violation.</summary>
    private async Task<Answer?> AskAsync(HttpMethod method, PollRun poll, string path, string? token = null, bool asAdmin = false, string? notFound = null)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await world.Api.SendAsync(method, $"/api/polls/{poll.Facts.Id}/{path}", token: token, asAdmin: asAdmin);
            if (answer.Status == 200 || (notFound is not null && answer.ToString() == notFound))
                return answer;
            if (answer.Status is 404 or 405)
            {
                world.ViolateOnce(Violations.UnexpectedAnswer, $"{method} …/{path.Split('/')[0]} is answered {answer}: what it would tell is not checked.");
                return null;
            }

            if (answer.Status is >= 400 and < 500 and not 429 || tries == MostTries)
            {
                world.Violate(Violations.UnexpectedAnswer, poll.Facts.Id, $"{method} …/{path} is answered {answer}, after {tries} tries.");
                return null;
            }

            await Task.Delay(250);
        }
    }
}
