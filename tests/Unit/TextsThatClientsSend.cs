using System.Globalization;
using System.Text;
using CsCheck;
using LiveTally.Operations;

namespace LiveTally.Tests.Unit;

public sealed class TextsThatClientsSend
{
    private const int Length = 40;

    private static readonly string[] Pieces = ["e\u0301", "é", "a", " ", "\u200D", "👩", "가", "\u1100\u1161", "\u202E", "ﬁ"];

    // Any text at all, half surrogate pairs included; ASCII alone would hardly ever meet a rule.
    private static readonly Gen<string> SomeText = Gen.OneOf(
        Gen.String[0, 50],
        Gen.Char.Array[0, 50].Select(chars => new string(chars)),
        Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Array[1, 45].Select(runes => string.Concat(runes.Select(rune => new Rune(rune).ToString()))),
        Gen.Int[0, Pieces.Length - 1].Array[0, 50].Select(pieces => string.Concat(pieces.Select(piece => Pieces[piece]))));

    [Fact]
    public void What_is_taken_is_composed_bounded_and_without_a_character_that_is_refused() => SomeText.Sample(text =>
    {
        if (!InputText.TryNormalize(text, Length, out var normal))
            return;

        Assert.True(normal.IsNormalized(NormalizationForm.FormC));
        Assert.InRange(normal.EnumerateRunes().Count(), 1, Length);
        Assert.DoesNotContain(normal.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069]", normal);
    }, iter: 20_000);

    [Fact]
    public void What_was_taken_is_taken_again_and_stays_as_it_is() => SomeText.Sample(text =>
    {
        if (!InputText.TryNormalize(text, Length, out var normal))
            return;

        Assert.True(InputText.TryNormalize(normal, Length, out var again));
        Assert.Equal(normal, again);
    }, iter: 20_000);

    [Fact]
    public void Two_ways_to_write_the_same_are_one_text() => SomeText.Sample(text =>
    {
        if (!InputText.TryNormalize(text, Length, out var normal))
            return;

        Assert.True(InputText.TryNormalize(normal.Normalize(NormalizationForm.FormD), Length, out var decomposed));
        Assert.Equal(normal, decomposed);
    }, iter: 5_000);

    [Theory]
    [InlineData("Tabs or spaces?")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("👩‍👩‍👧 or 🏴󠁧󠁢󠁥󠁮󠁧󠁿?")]
    [InlineData("می‌خواهم")]
    [InlineData("עברית‎ (RTL)")]
    [InlineData("日本語　ですか")]
    public void Every_script_and_what_only_looks_like_markup_is_text(string text)
    {
        Assert.True(InputText.TryNormalize(text, Length, out var normal));
        Assert.Equal(text.Normalize(NormalizationForm.FormC), normal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u200B\u200D")]
    [InlineData("a\nb")]
    [InlineData("a\u0000")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u202Egnp.exe")]
    [InlineData("a\u2067b\u2069")]
    [InlineData("a\uE000")]
    [InlineData("a\uFFFF")]
    [InlineData("a\u0378")]
    [InlineData("Yes\u200B")]
    [InlineData("\uFEFFYes")]
    [InlineData("Ye\u00ADs")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\uFE0F")]
    public void What_shows_nothing_or_something_else_than_it_is_no_text(string text) => Assert.False(InputText.TryNormalize(text, Length, out _));

    // Not as data of the test above: attributes are kept in UTF-8, which has no halves of pairs.
    [Fact]
    public void Half_a_surrogate_pair_is_no_text() =>
        Assert.All(new[] { "a\uD800", "\uDC00\uD800", "\uD83Da" }, text => Assert.False(InputText.TryNormalize(text, Length, out _)));

    [Fact]
    public void Length_is_counted_in_characters_of_the_composed_text()
    {
        Assert.True(InputText.TryNormalize(string.Concat(Enumerable.Repeat("e\u0301", Length)), Length, out _));
        Assert.True(InputText.TryNormalize(string.Concat(Enumerable.Repeat("🗳", Length)), Length, out _));
        Assert.False(InputText.TryNormalize(string.Concat(Enumerable.Repeat("🗳", Length + 1)), Length, out _));
    }
}
