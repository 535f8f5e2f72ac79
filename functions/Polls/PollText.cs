using System.Text;

namespace LiveTally.Polls;

/// <summary>A poll's texts: data, in Unicode's composed form, never markup.</summary>
internal static class PollText
{
    /// <summary>Most characters of a question.</summary>
    public const int QuestionLength = 300;

    /// <summary>Most characters of an option.</summary>
    public const int OptionLength = 120;

    /// <summary>Whether the text, without the blanks around it, has 1 to <paramref name="length"/> characters and no control character.</summary>
    public static bool IsValid(string? text, int length) =>
        text is not null && IsWellFormed(text) && Normalize(text) is { Length: > 0 } normal && normal.EnumerateRunes().Count() <= length && !normal.Any(char.IsControl);

    public static string Rule(int length) => $"Must have 1 to {length} characters, none of them a control character.";

    public static string Normalize(string text) => text.Trim().Normalize(NormalizationForm.FormC);

    // Half a surrogate pair is no character; normalizing one throws.
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return false;
        }

        return true;
    }
}
