using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using LiveTally.Operations;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveTally.Limits;

/// <summary>The rate limits of this instance. Each answers null, or 429 with when to come back.</summary>
public sealed class RateLimits(IOptions<LimitOptions> options, TimeProvider time) : IAsyncDisposable
{
    private readonly LimitOptions _options = options.Value;
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly TokenBuckets _voters = new(options.Value.PerVoterPerSecond, options.Value.PerVoterBurst, time);
    private readonly PartitionedRateLimiter<UInt128> _addresses = KeyedLimiters.Create<UInt128>(options.Value.PerAddressPerSecond, options.Value.PerAddressBurst);
    private readonly PartitionedRateLimiter<UInt128> _journals = KeyedLimiters.Create<UInt128>(options.Value.PerAddressJournalsPerSecond, options.Value.PerAddressJournalsBurst);
    private readonly PartitionedRateLimiter<UInt128> _codes = KeyedLimiters.Create<UInt128>(options.Value.PerAddressCodesPerSecond, options.Value.PerAddressCodesBurst);
    private readonly PartitionedRateLimiter<string> _polls = KeyedLimiters.Create<string>(options.Value.PerPollPerSecond, options.Value.PerPollBurst);
    private readonly PartitionedRateLimiter<string> _backends = KeyedLimiters.Create<string>(options.Value.PerBackendPerSecond, options.Value.PerBackendBurst);

    /// <summary>Any request, by its address.</summary>
    public Problem? Request(HttpContext context) => OfAddress(context, _addresses, "Too many requests come from this address.");

    /// <summary>A read of a journal, by its address.</summary>
    public Problem? Journal(HttpContext context) => OfAddress(context, _journals, "Too many journals are read from this address.");

    /// <summary>A voting code, by the address that it comes from: nobody is to try codes out.</summary>
    public Problem? Code(HttpContext context) => OfAddress(context, _codes, "Too many codes come from this address.");

    /// <summary>A vote, by its voter and by its poll. The voter must have been made sure of.</summary>
    public Problem? Vote(string pollId, BallotKey voter)
    {
        Span<byte> key = stackalloc byte[BallotKey.Length];
        voter.Write(key);
        if (_voters.TryTake(XxHash3.HashToUInt64(key, _seed)) is { } wait)
            return Refusal("This voter votes too often.", wait);

        return Poll(pollId);
    }

    /// <summary>A vote, by the trusted backend that sends it and by its poll. The backend must have been made sure of.</summary>
    /// <param name="request">The request: whoever it is by its sign-in, or the admin key; a header that proves nothing makes no other backend.</param>
    /// <param name="pollId">The poll.</param>
    public Problem? BackendVote(HttpRequest request, string pollId) =>
        Take(_backends, SignIn.Of(request).ObjectId ?? Admins.KeyHeader, "This backend sends too many votes.") ?? Poll(pollId);

    public async ValueTask DisposeAsync()
    {
        await _addresses.DisposeAsync();
        await _journals.DisposeAsync();
        await _codes.DisposeAsync();
        await _polls.DisposeAsync();
        await _backends.DisposeAsync();
    }

    // Off by default, and every vote passes here: even the library's limiter that limits nothing takes a lock and 32 bytes.
    private Problem? Poll(string pollId) => _options.PerPollPerSecond == 0 ? null : Take(_polls, pollId, "Too many votes come in for this poll.");

    private Problem? OfAddress(HttpContext context, PartitionedRateLimiter<UInt128> limiter, string detail)
    {
        if (ClientAddress.Of(context, _options.ForwardedHops) is not { } address)
            return null;
        Span<byte> key = stackalloc byte[16];
        ClientAddress.Write(address, key);
        return Take(limiter, BinaryPrimitives.ReadUInt128BigEndian(key), detail);
    }

    private static Problem? Take<TKey>(PartitionedRateLimiter<TKey> limiter, TKey key, string detail)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
            return null;
        return Refusal(detail, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero);
    }

    private static Problem Refusal(string detail, TimeSpan wait) => new(Errors.RateLimited, detail) { RetryAfter = wait };
}
