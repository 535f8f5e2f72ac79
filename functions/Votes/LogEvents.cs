using System.Diagnostics;
using Google.Protobuf;
using LiveTally.Polls;
using LiveTally.Tally;
using LiveTally.Votes.Wire;

namespace LiveTally.Votes;

/// <summary>Votes to the bytes of the log, and back.</summary>
public static class LogEvents
{
    /// <summary>The version of the schema that this side writes and the newest it reads.</summary>
    public const uint Version = 1;

    public static byte[] Encode(string pollId, int box, BallotKey ballotKey, Guid voteId, ReadOnlySpan<byte> choices, DateTimeOffset acceptedAt)
    {
        var key = new byte[BallotKey.Length];
        ballotKey.Write(key);
        var vote = new Vote
        {
            BallotKey = UnsafeByteOperations.UnsafeWrap(key),
            VoteId = UnsafeByteOperations.UnsafeWrap(voteId.ToByteArray(bigEndian: true)),
            AcceptedAt = acceptedAt.ToUnixTimeMilliseconds(),
        };
        foreach (var choice in choices)
            vote.Choices.Add(choice);

        var logEvent = new LogEvent { Version = Version, PollId = pollId, Box = (uint)box, Vote = vote };
        if (Activity.Current?.Id is { } traceParent)
            logEvent.TraceParent = traceParent;
        return logEvent.ToByteArray();
    }

    /// <summary>The vote in an event of the log.</summary>
    /// <exception cref="InvalidDataException">The bytes are no vote that this version understands; the message says why.</exception>
    public static (string PollId, int Box, CastVote Vote) Decode(long sequenceNumber, byte[] bytes)
    {
        LogEvent logEvent;
        try
        {
            logEvent = LogEvent.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("Not a LogEvent: " + e.Message, e);
        }

        if (logEvent.Version is 0 or > Version)
            throw new InvalidDataException($"Version {logEvent.Version} of the schema is not known here.");
        if (logEvent.Vote is not { BallotKey.Length: BallotKey.Length, VoteId.Length: 16 } vote || vote.Choices.Any(choice => choice > byte.MaxValue))
            throw new InvalidDataException("The event holds no whole vote.");
        if (logEvent.Box > Poll.MaxBoxes)
            throw new InvalidDataException($"No poll has a box {logEvent.Box}.");

        var cast = new CastVote(
            sequenceNumber,
            BallotKey.Read(vote.BallotKey.Span),
            new Guid(vote.VoteId.Span, bigEndian: true),
            [.. vote.Choices.Select(choice => (byte)choice)],
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(vote.AcceptedAt, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));
        return (logEvent.PollId, (int)logEvent.Box, cast);
    }
}
