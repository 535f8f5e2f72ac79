using System.Globalization;
using System.Text;

namespace LiveTally.Operations;

/// <summary>
/// The rule of every text that a client sends: data, in Unicode's composed form (NFC), never markup. What could make a text look like another
/// one, or like nothing, is refused: control and private characters, those that Unicode does not have, line separators, and overrides of the writing
/// direction. Joiners and marks of direction stay: scripts and emoji need them.
/// </summary>
public static class InputText
{
    /// <summary>The composed form; false when it breaks the rule, or does not have 1 to <paramref name="length"/> characters.</summary>
    public static bool TryNormalize(string? text, int length, out string normal)
    {
        normal = "";
        if (text is null || !IsAllowed(text))
            return false;

        normal = text.Normalize(NormalizationForm.FormC);
        return normal.EnumerateRunes().Any(IsVisible) && normal.EnumerateRunes().Count() <= length;
    }

    /// <summary>The rule in words.</summary>
    public static string Rule(int length) =>
        $"Must have 1 to {length} characters, not all of them invisible, and none a control, private or unassigned one or an override of the writing direction.";

    private static bool IsAllowed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // Half a surrogate pair is no character; normalizing one throws.
            if (!Rune.TryGetRuneAt(text, i, out var rune) || IsForbidden(rune))
                return false;
            i += rune.Utf16SequenceLength - 1;
        }

        return true;
    }

    private static bool IsForbidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069),
    };

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator);
}
