using System.Buffers.Text;
using System.Security.Cryptography;

namespace LiveTally.Votes;

/// <summary>Bytes with a cut HMAC-SHA256 behind them, as base64url: the form of voter tokens and receipts.</summary>
internal static class SignedText
{
    /// <summary>Length of the signature: 16 bytes, 128 bits.</summary>
    public const int SignatureLength = 16;

    private const int MaxLength = 128;

    public static string Sign(ReadOnlySpan<byte> content, MacKey key)
    {
        Span<byte> signed = stackalloc byte[MaxLength];
        content.CopyTo(signed);
        Signature(content, key, signed.Slice(content.Length, SignatureLength));
        return Base64Url.EncodeToString(signed[..(content.Length + SignatureLength)]);
    }

    /// <summary>Fills <paramref name="content"/>; false when the text has another length or was signed with none of these keys.</summary>
    public static bool TryVerify(ReadOnlySpan<char> text, IReadOnlyList<MacKey> keys, Span<byte> content)
    {
        Span<byte> signed = stackalloc byte[MaxLength];
        signed = signed[..(content.Length + SignatureLength)];

        // Asked first: decoding throws on what is no base64url.
        if (text.Length != Base64Url.GetEncodedLength(signed.Length) || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, signed, out var length) || length != signed.Length)
            return false;

        Span<byte> expected = stackalloc byte[SignatureLength];
        foreach (var key in keys)
        {
            Signature(signed[..content.Length], key, expected);
            if (!CryptographicOperations.FixedTimeEquals(expected, signed[content.Length..]))
                continue;
            signed[..content.Length].CopyTo(content);
            return true;
        }

        return false;
    }

    private static void Signature(ReadOnlySpan<byte> content, MacKey key, Span<byte> destination)
    {
        Span<byte> hash = stackalloc byte[MacKey.Length];
        key.Compute(content, hash);
        hash[..SignatureLength].CopyTo(destination);
    }
}
