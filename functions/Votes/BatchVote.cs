using System.Text.Json.Serialization;

namespace LiveTally.Votes;

/// <summary>A line of <c>POST /polls/{pollId}/votes/batch</c>.</summary>
/// <param name="VoterId">The voter's name among those of the trusted backend, 1 to 128 characters.</param>
/// <param name="Choices">Indexes into the poll's options, from 0.</param>
/// <param name="IdempotencyKey">Names the vote: a UUID, a UUIDv7 where votes may be changed; null: the server names it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BatchVote(
    [property: JsonRequired] string VoterId, [property: JsonRequired] int[] Choices, string? IdempotencyKey = null);

/// <summary>The outcome of a line that was not accepted; that of one that was is an <see cref="AcceptedVote"/>.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Status">refused.</param>
/// <param name="Code">One of the error codes of the single call.</param>
/// <param name="Detail">This line's own words.</param>
public sealed record RefusedVote(int Line, string Status, string Code, string Detail)
{
    public RefusedVote(int line, Operations.Problem problem)
        : this(line, "refused", problem.Error.Code, problem.Detail)
    {
    }
}
