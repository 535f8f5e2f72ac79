using System.Buffers;

namespace LiveTally.Polls;

/// <summary>The shape of a poll's id.</summary>
public static class PollId
{
    /// <summary>Number of characters.</summary>
    public const int Length = 8;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("abcdefghijklmnopqrstuvwxyz234567");

    public static bool IsValid(string id) => id.Length == Length && !id.AsSpan().ContainsAnyExcept(Alphabet);
}
