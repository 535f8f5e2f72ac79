using LiveTally.Polls;
using LiveTally.Results;

namespace LiveTally.Tests.Unit;

public sealed class ResultsAsTables
{
    private static readonly Poll Poll = CreatePoll.Decide(
        new CreatePollRequest { Question = "Which?", Options = ["Tabs", "\"Spaces\", both", "Neither"] }, "abcdefgh", default, new byte[32]);

    [Fact]
    public void There_is_a_row_for_every_option_and_quotes_are_doubled() => Assert.Equal(
        "option,label,count,share\r\n0,\"Tabs\",2,0.666667\r\n1,\"\"\"Spaces\"\", both\",1,0.333333\r\n2,\"Neither\",0,0\r\n",
        ResultsTable.Write(Poll, new ResultsDocument { PollId = Poll.Id, Ballots = 3, Counts = [2, 1, 0] }));

    [Fact]
    public void Of_a_poll_without_votes_every_share_is_0() =>
        Assert.EndsWith("2,\"Neither\",0,0\r\n", ResultsTable.Write(Poll, ResultsDocument.Empty(Poll)), StringComparison.Ordinal);

    [Fact]
    public void Of_several_choices_the_share_is_of_the_ballots()
    {
        var table = ResultsTable.Write(Poll with { Kind = PollKind.Multiple, Options = ["a", "b", "c"] }, new ResultsDocument { PollId = Poll.Id, Ballots = 4, Counts = [4, 3, 1] });

        Assert.Equal(["1", "0.75", "0.25"], Column(table, 3));
    }

    [Fact]
    public void A_ranking_shows_shares_of_the_points_and_first_choices()
    {
        var table = ResultsTable.Write(
            Poll with { Kind = PollKind.Ranking, Options = ["a", "b", "c"] }, new ResultsDocument { PollId = Poll.Id, Ballots = 2, Counts = [6, 4, 2], FirstChoices = [2, 0, 0] });

        Assert.StartsWith("option,label,count,share,firstChoices\r\n", table, StringComparison.Ordinal);
        Assert.Equal(["0.5", "0.333333", "0.166667"], Column(table, 3));
        Assert.Equal(["2", "0", "0"], Column(table, 4));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1+1")]
    public void A_label_that_a_spreadsheet_would_compute_is_made_text(string label)
    {
        var table = ResultsTable.Write(Poll with { Options = [label, "other"] }, new ResultsDocument { PollId = Poll.Id, Counts = [0, 0] });

        Assert.Contains($"0,\"'{label[..1]}", table, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Column(string table, int column) =>
        table.Split("\r\n")[1..^1].Select(row => row.Split(',')[column]);
}
