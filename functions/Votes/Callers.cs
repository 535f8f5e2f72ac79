using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Votes;

/// <summary>Finds the voter behind a request.</summary>
public static class Callers
{
    /// <summary>The ballot key of the request's voter token, or what is wrong with it.</summary>
    public static (BallotKey Key, Error? Error) Voter(HttpRequest request, Poll poll, DateTimeOffset now)
    {
        var text = BearerToken.Of(request);
        if (text.IsEmpty)
            return (default, Errors.VoterTokenRequired);

        return VoterToken.TryVerify(text, poll.Keys, out var token) && token.ExpiresAt > now
            ? (token.BallotKey(poll.Keys), null)
            : (default, Errors.InvalidVoterToken);
    }
}
