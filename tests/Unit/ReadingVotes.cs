using System.Text;
using System.Text.Json;
using CsCheck;
using LiveTally.Operations;
using LiveTally.Votes;

namespace LiveTally.Tests.Unit;

public sealed class ReadingVotes
{
    [Theory]
    [InlineData("""{"choices":[0]}""")]
    [InlineData("""{ "choices" : [ 0, 19 ] , "voterId" : "ü\u0041-17" }""")]
    [InlineData("""{"voterId":"","choices":[]}""")]
    [InlineData("""{"\u0063hoices":[-1]}""")]
    public void What_is_read_by_hand_is_what_the_serializer_reads(string json)
    {
        var read = VoteReader.TryRead(Encoding.UTF8.GetBytes(json));
        var expected = JsonSerializer.Deserialize(json, AppJson.Default.SubmitVoteRequest)!;

        Assert.Equal(expected.Choices, Assert.IsType<SubmitVoteRequest>(read).Choices);
        Assert.Equal(expected.VoterId, read.VoterId);
    }

    /// <summary>A vote's JSON with pieces repeated, dropped and changed: by hand nothing may be read that the serializer refuses, and nothing else than it reads.</summary>
    [Fact]
    public void What_the_serializer_refuses_is_not_read_by_hand()
    {
        string[] pieces = ["{", "}", "\"choices\"", "\"voterId\"", "\"other\"", ":", ",", "[", "]", "0", "1", "2.5", "3e2", "4294967296", "\"u\"", "\"\\ud800\"", "null", " ", "[0]", "\"choices\":[1]", "\"voterId\":\"u\"", "{\"choices\":[1]", "//"];
        Gen.Int[0, pieces.Length - 1].Array[0, 8].Sample(
            chosen =>
            {
                var json = Encoding.UTF8.GetBytes(string.Concat(chosen.Select(piece => pieces[piece])));
                if (VoteReader.TryRead(json) is not { } read)
                    return;

                var expected = JsonSerializer.Deserialize(json, AppJson.Default.SubmitVoteRequest)!;
                Assert.Equal((expected.Choices, expected.VoterId), (read.Choices, read.VoterId), (a, b) => a.Choices.SequenceEqual(b.Choices) && a.VoterId == b.VoterId);
            },
            iter: 20_000);
    }
}
