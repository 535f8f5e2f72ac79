using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LiveTally.Tally;

namespace LiveTally.DeadLetters;

/// <summary>
/// The names under which letters are kept: partition, sequence number, and 16 hex digits of the body's SHA-256. The same event has the same
/// name however often it is parked; another event never has it, even if the log was made anew and counts from 0 again.
/// </summary>
public static partial class DeadLetterId
{
    /// <summary>The name of this letter.</summary>
    public static string Of(DeadLetter letter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{letter.Partition:D4}-{letter.SequenceNumber:D20}-{Convert.ToHexStringLower(SHA256.HashData(letter.Body).AsSpan(0, 8))}");

    /// <summary>Whether the text is such a name; one that is cannot lead out of a folder.</summary>
    public static bool IsValid(string text) =>
        Name().IsMatch(text) && long.TryParse(text.AsSpan(5, 20), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Partition and sequence number in a valid name.</summary>
    public static (int Partition, long SequenceNumber) Parse(string id) =>
        (int.Parse(id.AsSpan(0, 4), CultureInfo.InvariantCulture), long.Parse(id.AsSpan(5, 20), CultureInfo.InvariantCulture));

    // Letters of before the hash was part of the name are still letters.
    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{20}(-[0-9a-f]{16})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
