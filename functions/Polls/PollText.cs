using LiveTally.Operations;

namespace LiveTally.Polls;

/// <summary>A poll's texts, without the blanks around them.</summary>
internal static class PollText
{
    /// <summary>Most characters of a question.</summary>
    public const int QuestionLength = 300;

    /// <summary>Most characters of an option.</summary>
    public const int OptionLength = 120;

    public static bool IsValid(string? text, int length) => InputText.TryNormalize(text?.Trim(), length, out _);

    public static string Rule(int length) => InputText.Rule(length);

    /// <exception cref="ArgumentException">The text is not valid.</exception>
    public static string Normalize(string text) =>
        InputText.TryNormalize(text.Trim(), int.MaxValue, out var normal) ? normal : throw new ArgumentException("Not a text of a poll.", nameof(text));
}
