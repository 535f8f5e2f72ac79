using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using LiveTally.Operations;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveTally.Limits;

/// <summary>The rate limits of this instance. Each answers null, or 429 with when to come back.</summary>
public sealed class RateLimits(IOptions<LimitOptions> options, TimeProvider time)
{
    private readonly LimitOptions _options = options.Value;
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly TokenBuckets _voters = new(options.Value.PerVoterPerSecond, options.Value.PerVoterBurst, time);
    private readonly TokenBuckets _addresses = new(options.Value.PerAddressPerSecond, options.Value.PerAddressBurst, time);
    private readonly TokenBuckets _journals = new(options.Value.PerAddressJournalsPerSecond, options.Value.PerAddressJournalsBurst, time);
    private readonly TokenBuckets _codes = new(options.Value.PerAddressCodesPerSecond, options.Value.PerAddressCodesBurst, time);
    private readonly TokenBuckets _polls = new(options.Value.PerPollPerSecond, options.Value.PerPollBurst, time);
    private readonly TokenBuckets _backends = new(options.Value.PerBackendPerSecond, options.Value.PerBackendBurst, time);

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
        if (Refuse(_voters.TryTake(XxHash3.HashToUInt64(key, _seed)), "This voter votes too often.") is { } refusal)
            return refusal;

        var length = Encoding.ASCII.GetBytes(pollId, key);
        return Refuse(_polls.TryTake(XxHash3.HashToUInt64(key[..length], _seed)), "Too many votes come in for this poll.");
    }

    /// <summary>A vote, or the beginning of a batch, by the trusted backend that sends it. It must have been made sure of.</summary>
    public Problem? Backend(HttpRequest request) => Refuse(_backends.TryTake(BackendOf(request)), "This backend sends too many votes.");

    /// <summary>Counts further votes against a backend, which its next request waits for if they were too many.</summary>
    public void ChargeBackend(HttpRequest request, int votes) => _backends.Charge(BackendOf(request), votes);

    // By what it proves itself with; which kind of proof that is, is not this class's business.
    private ulong BackendOf(HttpRequest request)
    {
        var headers = request.Headers;
        return XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{headers[Admins.KeyHeader]}\n{headers.Authorization}"), _seed);
    }

    private Problem? OfAddress(HttpContext context, TokenBuckets buckets, string detail)
    {
        if (ClientAddress.Of(context, _options.ForwardedHops) is not { } address)
            return null;
        Span<byte> key = stackalloc byte[16];
        ClientAddress.Write(address, key);
        return Refuse(buckets.TryTake(XxHash3.HashToUInt64(key, _seed)), detail);
    }

    private static Problem? Refuse(TimeSpan? wait, string detail) =>
        wait is null ? null : new Problem(Errors.RateLimited, detail) { RetryAfter = wait };
}
