using System.Security.Cryptography;

namespace LiveTally.Votes;

/// <summary>A key of HMAC-SHA256, for use by any number of threads.</summary>
public sealed class MacKey(byte[] key)
{
    /// <summary>Length of a code in bytes.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    // Set up and free: that takes three times as long as hashing a few dozen bytes. Whoever finds none sets up another; it goes with its key.
    private IncrementalHash? _free;

    /// <summary>Fills the first <see cref="Length"/> bytes of <paramref name="destination"/> with the code of <paramref name="content"/>.</summary>
    public void Compute(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        var hash = Interlocked.Exchange(ref _free, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(content);
        hash.GetHashAndReset(destination);
        Interlocked.Exchange(ref _free, hash)?.Dispose();
    }
}
