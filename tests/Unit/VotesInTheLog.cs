using CsCheck;
using Google.Protobuf;
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

            var (pollId, readBox, vote) = LogEvents.Decode(42, bytes);

            Assert.Equal(("k7f3q2xm", box), (pollId, readBox));
            Assert.Equal((42, new BallotKey(key), voteId, acceptedAt), (vote.SequenceNumber, vote.BallotKey, vote.VoteId, vote.AcceptedAt));
            Assert.Equal(choices, vote.Choices);
        });

    [Fact]
    public void Any_other_bytes_are_refused_and_never_crash() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        try
        {
            LogEvents.Decode(0, bytes);
        }
        catch (InvalidDataException e)
        {
            Assert.NotEmpty(e.Message);
        }
    });

    [Fact]
    public void A_newer_schema_is_refused()
    {
        var newer = new LogEvent { Version = LogEvents.Version + 1, PollId = "k7f3q2xm" };

        Assert.Contains("Version 2", Assert.Throws<InvalidDataException>(() => LogEvents.Decode(0, newer.ToByteArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_a_whole_vote_is_refused()
    {
        var short16 = new LogEvent { Version = 1, PollId = "k7f3q2xm", Vote = new Vote { BallotKey = ByteString.CopyFrom(1, 2, 3), VoteId = ByteString.CopyFrom(new byte[16]) } };

        Assert.Throws<InvalidDataException>(() => LogEvents.Decode(0, short16.ToByteArray()));
        Assert.Throws<InvalidDataException>(() => LogEvents.Decode(0, new LogEvent { Version = 1 }.ToByteArray()));
    }
}
