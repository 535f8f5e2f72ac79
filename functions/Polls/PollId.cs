using System.Buffers;
using System.Security.Cryptography;

namespace LiveTally.Polls;

/// <summary>The shape of a poll's id.</summary>
public static class PollId
{
    /// <summary>Number of characters.</summary>
    public const int Length = 8;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <summary>40 random bits, in base 32.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static bool IsValid(string id) => id.Length == Length && !id.AsSpan().ContainsAnyExcept(Allowed);
}
