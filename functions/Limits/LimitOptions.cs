using System.ComponentModel.DataAnnotations;

namespace LiveTally.Limits;

/// <summary>
/// Settings of the rate limits: <c>Limits__…</c>. Each is a token bucket: so many at once, and so many a second in the long run. A rate of 0 turns it
/// off. Instances count for themselves: n of them let through up to n times as much. Tokens come back ten times a second at most, of voters at once:
/// a burst of less than a tenth of the rate keeps that from being reached.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Limits";

    private const int Most = 1_000_000;
    private const string Rate = "{0} must be 0 to 1000000.";
    private const string Burst = "{0} must be 1 to 1000000.";

    /// <summary>Proxies in front whose <c>X-Forwarded-For</c> is believed: 0 to 10. With 0 the address is the connection's.</summary>
    /// <value>0; 1 in Azure</value>
    [Range(0, 10, ErrorMessage = "Limits__ForwardedHops must be 0 to 10.")]
    public int ForwardedHops { get; set; }

    /// <summary>Votes a second of one voter in one poll: 0 to 1,000,000.</summary>
    /// <value>3</value>
    [Range(0, Most, ErrorMessage = Rate), Display(Name = "Limits__PerVoterPerSecond")]
    public int PerVoterPerSecond { get; set; } = 3;

    /// <summary>Votes of one voter at once: 1 to 1,000,000.</summary>
    /// <value>10</value>
    [Range(1, Most, ErrorMessage = Burst), Display(Name = "Limits__PerVoterBurst")]
    public int PerVoterBurst { get; set; } = 10;

    /// <summary>Requests a second from one address (of IPv6, from one /64): 0 to 1,000,000.</summary>
    /// <value>500: with the burst, ten seconds in which 1,000 people behind one address each open a poll and vote, about 8 requests</value>
    [Range(0, Most, ErrorMessage = Rate), Display(Name = "Limits__PerAddressPerSecond")]
    public int PerAddressPerSecond { get; set; } = 500;

    /// <summary>Requests from one address at once: 1 to 1,000,000.</summary>
    /// <value>5,000</value>
    [Range(1, Most, ErrorMessage = Burst), Display(Name = "Limits__PerAddressBurst")]
    public int PerAddressBurst { get; set; } = 5_000;

    /// <summary>Reads of journals a second from one address, which cost more than other requests: 0 to 1,000,000.</summary>
    /// <value>10</value>
    [Range(0, Most, ErrorMessage = Rate), Display(Name = "Limits__PerAddressJournalsPerSecond")]
    public int PerAddressJournalsPerSecond { get; set; } = 10;

    /// <summary>Reads of journals from one address at once: 1 to 1,000,000.</summary>
    /// <value>300, which lets one read a poll of the most boxes, box by box</value>
    [Range(1, Most, ErrorMessage = Burst), Display(Name = "Limits__PerAddressJournalsBurst")]
    public int PerAddressJournalsBurst { get; set; } = 300;

    /// <summary>Voting codes a second from one address, right or wrong: 0 to 1,000,000.</summary>
    /// <value>100: with the burst, 1,000 people in ten seconds</value>
    [Range(0, Most, ErrorMessage = Rate), Display(Name = "Limits__PerAddressCodesPerSecond")]
    public int PerAddressCodesPerSecond { get; set; } = 100;

    /// <summary>Voting codes from one address at once: 1 to 1,000,000.</summary>
    /// <value>500</value>
    [Range(1, Most, ErrorMessage = Burst), Display(Name = "Limits__PerAddressCodesBurst")]
    public int PerAddressCodesBurst { get; set; } = 500;

    /// <summary>Votes a second in one poll: 0 to 1,000,000. For deployments where no poll is to take what others need.</summary>
    /// <value>0: as many as there come</value>
    [Range(0, Most, ErrorMessage = Rate), Display(Name = "Limits__PerPollPerSecond")]
    public int PerPollPerSecond { get; set; }

    /// <summary>Votes in one poll at once: 1 to 1,000,000.</summary>
    /// <value>10,000</value>
    [Range(1, Most, ErrorMessage = Burst), Display(Name = "Limits__PerPollBurst")]
    public int PerPollBurst { get; set; } = 10_000;

    /// <summary>Votes a second that one trusted backend sends, singly and in batches: 0 to 1,000,000.</summary>
    /// <value>50,000</value>
    [Range(0, Most, ErrorMessage = Rate), Display(Name = "Limits__PerBackendPerSecond")]
    public int PerBackendPerSecond { get; set; } = 50_000;

    /// <summary>Votes of one trusted backend at once: 1 to 1,000,000.</summary>
    /// <value>200,000</value>
    [Range(1, Most, ErrorMessage = Burst), Display(Name = "Limits__PerBackendBurst")]
    public int PerBackendBurst { get; set; } = 200_000;
}
