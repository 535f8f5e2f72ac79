using System.Globalization;
using System.Text;

namespace LiveTally.Operations;

/// <summary>
/// The rule of every text that a client sends: data, in Unicode's composed form (NFC), never markup. What could make a text look like another
/// one, or like nothing, is refused: control and private characters, those that Unicode does not have, line separators, overrides of the writing
/// direction, and characters without any width. Joiners and marks of direction stay: scripts and emoji need them.
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
        $"Must have 1 to {length} characters, not all of them invisible, and none a control, private or unassigned one or one without width or an override of the writing direction.";

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
        _ => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) || IsWithoutWidth(rune),
    };

    // Soft hyphen, zero-width space and no-break space, Mongolian vowel separator, annotations.
    private static bool IsWithoutWidth(Rune rune) => rune.Value is 0x00AD or 0x180E or 0x200B or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB);

    private static bool IsVisible(Rune rune) => !IsBlank(rune) && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    // The fillers of Hangul, and the empty pattern of Braille: letters and symbols by their category.
    private static bool IsBlank(Rune rune) => rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;
}
