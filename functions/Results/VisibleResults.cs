using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Results;

/// <summary>The poll whose results somebody asks for, where they may be seen.</summary>
public sealed class VisibleResults(PollCache polls, ResultsAccess access)
{
    /// <summary>The poll; or the problem, when there is none or its rules do not show this caller the results now.</summary>
    public async ValueTask<(Poll? Poll, Problem? Problem)> FindAsync(HttpRequest request, string pollId, CancellationToken cancellationToken)
    {
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return (null, new Problem(Errors.PollNotFound));
        return await access.CheckAsync(request, poll, cancellationToken) is { } error ? (null, new Problem(error)) : (poll, null);
    }

    /// <summary>Made for caches where everybody may see them.</summary>
    public static string CacheControl(Poll poll) =>
        ResultsAccess.IsPublic(poll) ? "public, max-age=1, stale-while-revalidate=10" : "private, no-store";
}
