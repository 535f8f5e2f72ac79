using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveTally.Codes;

/// <summary>
/// A voting code: 20 characters of <c>[A-Z2-7]</c>, written in groups of five. The first 3 name the lot that it was made in, the other 17 are 85 random
/// bits.
/// </summary>
public static class VotingCode
{
    /// <summary>Number of characters, without hyphens.</summary>
    public const int Length = 20;

    /// <summary>Number of characters that name the lot.</summary>
    public const int LotLength = 3;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Group = 5;

    /// <summary>Longer texts are no code, however they are spaced.</summary>
    private const int MaxTextLength = 64;

    /// <summary>The name of a new lot, one of 32,768.</summary>
    public static string NewLot() => RandomNumberGenerator.GetString(Alphabet, LotLength);

    /// <summary>A new code of a lot.</summary>
    public static string New(string lot) => lot + RandomNumberGenerator.GetString(Alphabet, Length - LotLength);

    /// <summary>The lot that the code was made in.</summary>
    public static string LotOf(string code) => code[..LotLength];

    /// <summary>As people see it: <c>ABCDE-FGHIJ-KLMNO-PQRST</c>.</summary>
    public static string Format(string code) => string.Join('-', code.Chunk(Group).Select(group => new string(group)));

    /// <summary>Reads what people type: in either case, with any hyphens and blanks, 0 for O, 1 for I and 8 for B. False when it is no code.</summary>
    public static bool TryParse(string text, out string code)
    {
        code = "";
        if (text.Length > MaxTextLength)
            return false;

        var read = new StringBuilder(Length);
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || IsHyphen(character))
                continue;
            var meant = character switch
            {
                '0' => 'O',
                '1' => 'I',
                '8' => 'B',
                _ => char.ToUpperInvariant(character),
            };
            if (!Alphabet.Contains(meant, StringComparison.Ordinal))
                return false;
            read.Append(meant);
        }

        code = read.ToString();
        return code.Length == Length;
    }

    private static bool IsHyphen(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation;
}
