using System.Collections.Frozen;
using System.ComponentModel;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Hybrid;

namespace LiveTally.Results;

/// <summary>Decides who sees a poll's results now.</summary>
public sealed class ResultsAccess(BoxStore boxes, HybridCache cache, Admins admins, TimeProvider time)
{
    // A voter who has just voted waits at most this long to be let in.
    private static readonly HybridCacheEntryOptions Entry = new()
    {
        LocalCacheExpiration = TimeSpan.FromSeconds(1),
        Flags = HybridCacheEntryFlags.DisableDistributedCache,
    };

    /// <summary>Whether the same answer may go to everybody, and so be cached by anybody.</summary>
    public static bool IsPublic(Poll poll) => poll.Results switch
    {
        ResultsRule.Live => true,
        ResultsRule.AfterClose => poll.State > PollState.Open,
        _ => false,
    };

    /// <summary>Null when the caller may see them.</summary>
    public async ValueTask<Error?> CheckAsync(HttpRequest request, Poll poll, CancellationToken cancellationToken)
    {
        if (IsPublic(poll) || admins.Sent(request))
            return null;
        if (poll.Results != ResultsRule.AfterVote)
            return Errors.ResultsHidden;

        var (ballotKey, error) = Callers.Voter(request, poll, time.GetUtcNow());
        if (error is not null)
            return error;

        var voters = await VotersAsync(poll, ballotKey.BoxOf(poll.Boxes), cancellationToken);
        return voters.Keys.Contains(ballotKey) ? null : Errors.ResultsHidden;
    }

    private ValueTask<Voters> VotersAsync(Poll poll, int box, CancellationToken cancellationToken) => cache.GetOrCreateAsync(
        $"{poll.Id}/{box}",
        (boxes, poll, box),
        static async (key, ct) => new Voters((await key.boxes.LoadAsync(key.poll, key.box, ct)).State.Ballots.Keys.ToFrozenSet()),
        Entry,
        null,
        cancellationToken);

    [ImmutableObject(true)]
    private sealed record Voters(FrozenSet<BallotKey> Keys);
}
