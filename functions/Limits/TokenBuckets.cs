using System.Numerics;

namespace LiveTally.Limits;

/// <summary>
/// Token buckets of keys that are mostly new and used once, as voters are, in a table of fixed size: each slot holds when its bucket will be full again
/// (GCRA), so that a bucket is 8 bytes, a full one needs none, and nothing has to be swept. Keys that fall into one slot share a bucket; keys are hashes
/// with a secret seed, so that nobody can choose with whom (decision 0010).
/// </summary>
internal sealed class TokenBuckets
{
    /// <summary>Slots of a table: 8 MB if every page of it has been touched.</summary>
    public const int DefaultSlots = 1 << 20;

    private readonly TimeProvider _time;
    private readonly long[] _fullAt;
    private readonly double _ticksPerToken;
    private readonly long _burst;

    /// <param name="perSecond">Tokens that come back a second; 0: no limit.</param>
    /// <param name="burst">Tokens of a full bucket.</param>
    /// <param name="time">The clock: its timestamps, not its time of day.</param>
    /// <param name="slots">A power of two.</param>
    public TokenBuckets(int perSecond, int burst, TimeProvider time, int slots = DefaultSlots)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.IsPow2(slots), true, nameof(slots));
        _time = time;
        _fullAt = perSecond == 0 ? [] : new long[slots];
        _ticksPerToken = perSecond == 0 ? 0 : (double)time.TimestampFrequency / perSecond;
        _burst = (long)(burst * _ticksPerToken);
    }

    /// <summary>Takes a token; null when there was one, else when there will be.</summary>
    public TimeSpan? TryTake(ulong key)
    {
        if (_fullAt.Length == 0)
            return null;

        ref var slot = ref _fullAt[(int)(key & (ulong)(_fullAt.Length - 1))];
        var now = _time.GetTimestamp();
        while (true)
        {
            var seen = Volatile.Read(ref slot);
            var fullAt = Math.Max(seen, now) + (long)_ticksPerToken;
            var lacking = fullAt - now - _burst;
            if (lacking > 0)
                return _time.GetElapsedTime(0, lacking);
            if (Interlocked.CompareExchange(ref slot, fullAt, seen) == seen)
                return null;
        }
    }
}
