using LiveTally.Codes;

namespace LiveTally.Tests.Unit.Identity;

public sealed class WritingCodes
{
    private const string Code = "ABCDEFGHIJKLMNOPQRST";

    [Fact]
    public void A_code_has_20_characters_of_base_32_in_groups_of_five()
    {
        var codes = Enumerable.Range(0, 1_000).Select(_ => VotingCode.New("ABC")).ToHashSet();

        Assert.Equal(1_000, codes.Count);
        Assert.All(codes, code => Assert.Matches("^ABC[A-Z2-7]{17}$", code));
        Assert.Equal("ABCDE-FGHIJ-KLMNO-PQRST", VotingCode.Format(Code));
    }

    [Theory]
    [InlineData("ABCDE-FGHIJ-KLMNO-PQRST")]
    [InlineData("abcde fghij klmno pqrst")]
    [InlineData("  abcdefghijklmnopqrst\n")]
    [InlineData("ABCDE–FGHIJ—KLMNO‐PQRST")]
    [InlineData("A8CDE-FGH1J-KLMN0-PQRST")]
    public void It_is_read_as_people_type_it(string text)
    {
        Assert.True(VotingCode.TryParse(text, out var code));
        Assert.Equal(Code, code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ABCDE-FGHIJ-KLMNO-PQRS")]
    [InlineData("ABCDE-FGHIJ-KLMNO-PQRSTU")]
    [InlineData("ABCDE-FGHIJ-KLMNO-PQRS9")]
    [InlineData("ABCDE-FGHIJ-KLMNO-PQRSÄ")]
    [InlineData("ABCDE-FGHIJ-KLMNO-PQRSı")]
    [InlineData("ABCDE-FGHIJ-KLMNO-PQRST--------------------------------------------------")]
    public void What_is_no_code_is_not_read(string text) => Assert.False(VotingCode.TryParse(text, out _));
}
