using System.Diagnostics;
using CsCheck;
using Google.Protobuf;
using LiveTally.Tally;
using LiveTally.Votes;
using LiveTally.Votes.Wire;

namespace LiveTally.Tests.Unit;

public sealed class VotesInTheLog
{
    [Fact]
    public void What_goes_in_comes_out() =>
        Gen.Select(Gen.ULong, Gen.Guid, Gen.Byte.Array[0, 20], Gen.Int[0, 255]).Sample((key, voteId, choices, box) =>
        {
            var acceptedAt = DateTimeOffset.FromUnixTimeMilliseconds((long)(key % 4_000_000_000_000));
            var bytes = LogEvents.Encode("k7f3q2xm", box, new BallotKey(key), voteId, choices, acceptedAt);

            var (pollId, readBox, read) = LogEvents.Decode(42, bytes);

            var vote = Assert.IsType<CastVote>(read);
            Assert.Equal(("k7f3q2xm", box), (pollId, readBox));
            Assert.Equal((42, new BallotKey(key), voteId, acceptedAt), (vote.SequenceNumber, vote.BallotKey, vote.VoteId, vote.AcceptedAt));
            Assert.Equal(choices, vote.Choices);
        });

    [Fact]
    public void A_vote_is_written_as_the_generated_code_writes_it() =>
        Gen.Select(Gen.ULong, Gen.Guid, Gen.Byte.Array[0, 20], Gen.Int[0, 255], Gen.Bool).Sample((key, voteId, choices, box, traced) =>
        {
            using var trace = traced ? new Activity("cast") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start() : null;
            var ballotKey = new byte[BallotKey.Length];
            new BallotKey(key).Write(ballotKey);
            var written = new LogEvent
            {
                Version = 1,
                PollId = "k7f3q2xm",
                Box = (uint)box,
                TraceParent = trace?.Id ?? "",
                Vote = new Vote
                {
                    BallotKey = ByteString.CopyFrom(ballotKey),
                    VoteId = ByteString.CopyFrom(voteId.ToByteArray(bigEndian: true)),
                    Choices = { choices.Select(choice => (uint)choice) },
                    AcceptedAt = (long)(key % 4_000_000_000_000),
                },
            };

            var acceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(written.Vote.AcceptedAt);
            Assert.Equal(written.ToByteArray(), LogEvents.Encode("k7f3q2xm", box, new BallotKey(key), voteId, choices, acceptedAt));
        });

    [Fact]
    public void Markers_come_out_as_they_went_in()
    {
        var closedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123);

        Assert.Equal(("k7f3q2xm", 255, new CloseMarker(1, closedAt)), LogEvents.Decode(1, LogEvents.EncodeClose("k7f3q2xm", 255, closedAt)));
        Assert.Equal(("k7f3q2xm", 0, new SealMarker(2)), LogEvents.Decode(2, LogEvents.EncodeSeal("k7f3q2xm", 0)));
    }

    [Fact]
    public void A_vote_carries_the_trace_of_its_request_only_when_that_is_recorded()
    {
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        Assert.Null(TraceParent());

        request.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        Assert.Equal(request.Id, TraceParent());

        static string? TraceParent() =>
            LogEvents.Decode(1, LogEvents.Encode("k7f3q2xm", 3, new BallotKey(7), Guid.CreateVersion7(), [1], DateTimeOffset.UnixEpoch)).Event.TraceParent;
    }

    [Fact]
    public void A_vote_can_be_read_by_the_version_before()
    {
        var bytes = LogEvents.Encode("k7f3q2xm", 3, new BallotKey(7), Guid.CreateVersion7(), [1], DateTimeOffset.UnixEpoch);

        Assert.Equal(1u, LogEvent.Parser.ParseFrom(bytes).Version);
    }

    [Fact]
    public void A_damaged_event_is_read_or_refused_and_nothing_else() =>
        Gen.Select(Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 200]).Sample((at, value, length) =>
        {
            var bytes = LogEvents.Encode("k7f3q2xm", 3, new BallotKey(7), Guid.CreateVersion7(), [1], DateTimeOffset.UnixEpoch);
            bytes[at % bytes.Length] = value;
            if (length < bytes.Length)
                bytes = bytes[..length];

            // Any other exception would keep the partition from moving on.
            if (Record.Exception(() => LogEvents.Decode(0, bytes)) is { } refused)
                Assert.IsType<InvalidDataException>(refused);
        });

    [Fact]
    public void A_box_that_no_poll_has_is_refused()
    {
        var vote = new Vote { BallotKey = ByteString.CopyFrom(new byte[16]), VoteId = ByteString.CopyFrom(new byte[16]) };

        Assert.Throws<InvalidDataException>(() => LogEvents.Decode(0, new LogEvent { Version = 1, PollId = "k7f3q2xm", Box = uint.MaxValue, Vote = vote }.ToByteArray()));
    }

    [Fact]
    public void A_newer_schema_is_refused()
    {
        var newer = new LogEvent { Version = LogEvents.Version + 1, PollId = "k7f3q2xm" };

        Assert.Contains($"Version {LogEvents.Version + 1}", Assert.Throws<InvalidDataException>(() => LogEvents.Decode(0, newer.ToByteArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_a_whole_vote_is_refused()
    {
        var short16 = new LogEvent { Version = 1, PollId = "k7f3q2xm", Vote = new Vote { BallotKey = ByteString.CopyFrom(1, 2, 3), VoteId = ByteString.CopyFrom(new byte[16]) } };

        Assert.Throws<InvalidDataException>(() => LogEvents.Decode(0, short16.ToByteArray()));
        Assert.Throws<InvalidDataException>(() => LogEvents.Decode(0, new LogEvent { Version = 1 }.ToByteArray()));
    }
}
