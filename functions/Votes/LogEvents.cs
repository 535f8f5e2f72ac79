using Google.Protobuf;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using LiveTally.Votes.Wire;

namespace LiveTally.Votes;

/// <summary>Votes and markers to the bytes of the log, and back.</summary>
public static class LogEvents
{
    /// <summary>The newest version of the schema that this side reads.</summary>
    public const uint Version = 2;

    // What a reader needs to know: an instance of the version before goes on reading votes while this one is being deployed.
    private const uint VoteVersion = 1;
    private const uint MarkerVersion = 2;

    /// <summary>A vote. By hand, for every vote goes through here: one allocation instead of a dozen. The bytes are those of the generated code.</summary>
    public static byte[] Encode(string pollId, int box, BallotKey ballotKey, Guid voteId, ReadOnlySpan<byte> choices, DateTimeOffset acceptedAt)
    {
        Span<byte> key = stackalloc byte[BallotKey.Length];
        ballotKey.Write(key);
        Span<byte> name = stackalloc byte[16];
        voteId.TryWriteBytes(name, bigEndian: true, out _);

        var vote = new ProtobufWriter(stackalloc byte[256]);
        vote.Bytes(Vote.BallotKeyFieldNumber, key);
        vote.Bytes(Vote.VoteIdFieldNumber, name);
        vote.Packed(Vote.ChoicesFieldNumber, choices);
        vote.Number(Vote.AcceptedAtFieldNumber, (ulong)acceptedAt.ToUnixTimeMilliseconds());

        var logEvent = new ProtobufWriter(stackalloc byte[512]);
        logEvent.Number(LogEvent.VersionFieldNumber, VoteVersion);
        logEvent.Text(LogEvent.PollIdFieldNumber, pollId);
        logEvent.Number(LogEvent.BoxFieldNumber, (ulong)box);
        logEvent.Text(LogEvent.TraceParentFieldNumber, Activity.Current?.Id ?? "");
        logEvent.Bytes(LogEvent.VoteFieldNumber, vote.Written);
        return logEvent.Written.ToArray();
    }

    /// <summary>The marker that closes a box.</summary>
    public static byte[] EncodeClose(string pollId, int box, DateTimeOffset closedAt) => Bytes(new LogEvent
    {
        Version = MarkerVersion,
        PollId = pollId,
        Box = (uint)box,
        Close = new Close { ClosedAt = closedAt.ToUnixTimeMilliseconds() },
    });

    /// <summary>The marker that seals a box.</summary>
    public static byte[] EncodeSeal(string pollId, int box) =>
        Bytes(new LogEvent { Version = MarkerVersion, PollId = pollId, Box = (uint)box, Seal = new Seal() });

    /// <summary>What an event of the log holds, and for which box.</summary>
    /// <exception cref="InvalidDataException">The bytes are nothing that this version understands; the message says why.</exception>
    public static (string PollId, int Box, BoxEvent Event) Decode(long sequenceNumber, byte[] bytes)
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
        if (logEvent.Box >= Poll.MaxBoxes)
            throw new InvalidDataException($"No poll has a box {logEvent.Box}.");

        BoxEvent decoded = logEvent.BodyCase switch
        {
            LogEvent.BodyOneofCase.Vote => Decode(sequenceNumber, logEvent.Vote),
            LogEvent.BodyOneofCase.Close => new CloseMarker(sequenceNumber, Time(logEvent.Close.ClosedAt)),
            LogEvent.BodyOneofCase.Seal => new SealMarker(sequenceNumber),
            _ => throw new InvalidDataException("The event holds neither a vote nor a marker."),
        };
        return (logEvent.PollId, (int)logEvent.Box, logEvent.TraceParent.Length == 0 ? decoded : decoded with { TraceParent = logEvent.TraceParent });
    }

    private static CastVote Decode(long sequenceNumber, Vote vote)
    {
        if (vote is not { BallotKey.Length: BallotKey.Length, VoteId.Length: 16 } || vote.Choices.Any(choice => choice > byte.MaxValue))
            throw new InvalidDataException("The event holds no whole vote.");

        return new CastVote(
            sequenceNumber,
            BallotKey.Read(vote.BallotKey.Span),
            new Guid(vote.VoteId.Span, bigEndian: true),
            [.. vote.Choices.Select(choice => (byte)choice)],
            Time(vote.AcceptedAt));
    }

    private static byte[] Bytes(LogEvent logEvent)
    {
        if (Traces.Current is { } traceParent)
            logEvent.TraceParent = traceParent;
        return logEvent.ToByteArray();
    }

    private static DateTimeOffset Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
