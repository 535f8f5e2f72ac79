using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Partitioning;

/// <summary>A half-open range of effective partition keys, compared bytewise.</summary>
internal readonly record struct EpkRange(byte[] From, byte[] To)
{
    /// <summary>Every key: a version 2 hash starts with at most 3F.</summary>
    public static EpkRange All { get; } = new([], [0xFF]);

    /// <summary>Exactly one key: its immediate successor is the key with a zero byte after it.</summary>
    public static EpkRange Single(byte[] epk) => new(epk, [.. epk, 0]);

    /// <summary>The keys that start with these components: no component's hash starts with FF.</summary>
    public static EpkRange Prefix(byte[] epk) => new(epk, [.. epk, 0xFF]);

    /// <summary>What lies in both ranges; nothing where it ends before it starts.</summary>
    public EpkRange And(EpkRange other) => new(
        From.AsSpan().SequenceCompareTo(other.From) > 0 ? From : other.From,
        To.AsSpan().SequenceCompareTo(other.To) < 0 ? To : other.To);

    /// <summary>The range named by the <c>x-ms-start-epk</c> and <c>x-ms-end-epk</c> headers, in hexadecimal.</summary>
    /// <exception cref="CosmosException">400: not hexadecimal.</exception>
    public static EpkRange Parse(string from, string to)
    {
        try
        {
            return new(Convert.FromHexString(from), Convert.FromHexString(to));
        }
        catch (FormatException)
        {
            throw CosmosException.BadRequest($"The effective partition key range [{from}, {to}) is not hexadecimal.");
        }
    }
}
