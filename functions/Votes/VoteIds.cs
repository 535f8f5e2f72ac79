namespace LiveTally.Votes;

/// <summary>The name that a client gives a vote.</summary>
public static class VoteIds
{
    /// <summary>How far ahead of this side's clock the time in a UUIDv7 may be.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The vote id that <paramref name="idempotencyKey"/> names, or a new one when there is no key. False when the key is no UUID, or, where
    /// votes may be changed and their ids order the changes, no UUIDv7 of a believable time.
    /// </summary>
    public static bool TryGet(string? idempotencyKey, bool ordersChanges, DateTimeOffset now, out Guid voteId)
    {
        if (idempotencyKey is null)
        {
            voteId = Guid.CreateVersion7(now);
            return true;
        }

        return Guid.TryParseExact(idempotencyKey, "D", out voteId)
            && (!ordersChanges || (voteId is { Version: 7, Variant: >= 8 and <= 11 } && TimeOf(voteId) <= now + MaxAhead));
    }

    // RFC 9562: the first 48 bits are milliseconds since the Unix epoch.
    private static DateTimeOffset TimeOf(Guid voteId)
    {
        Span<byte> bytes = stackalloc byte[16];
        voteId.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        foreach (var next in bytes[..6])
            milliseconds = (milliseconds << 8) | next;
        return milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
