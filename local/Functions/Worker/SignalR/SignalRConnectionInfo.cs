namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a client connects, and with which token.</summary>
public sealed class SignalRConnectionInfo
{
    public string? Url { get; set; }

    public string? AccessToken { get; set; }
}
