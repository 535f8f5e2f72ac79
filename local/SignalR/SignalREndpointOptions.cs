using System.ComponentModel.DataAnnotations;

namespace LiveTally.Local.SignalR;

/// <summary>Settings of the SignalR endpoint.</summary>
public sealed record SignalREndpointOptions
{
    /// <summary>Folder of the key that signs client tokens, so that they outlive a restart; created when it is missing.</summary>
    [Required]
    public required string DataDirectory { get; init; }

    /// <summary>How long a client token is good for connecting.</summary>
    /// <value>1 hour, as with the service</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes that may wait for one client; one that falls further behind is cut off, so that it holds up nobody else.</summary>
    /// <value>2 MiB</value>
    [Range(4096, 1 << 30)]
    public long MaxBufferedBytes { get; init; } = 2 << 20;

    /// <summary>
    /// Bytes of JSON that a message may have: 1 MiB, as in a request to the service, and no more than half of what may wait, or one message
    /// would cut off clients that keep up.
    /// </summary>
    internal long MaxMessageBytes => Math.Min(1 << 20, MaxBufferedBytes / 2);
}
