using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends messages to SignalR clients, or changes their groups.</summary>
public sealed class SignalROutputAttribute : OutputBindingAttribute
{
    public SignalROutputAttribute()
    {
    }

    /// <summary>Name of the setting that says where the service is. The local host has its own.</summary>
    public string? ConnectionStringSetting { get; set; }

    public string? HubName { get; set; }
}
