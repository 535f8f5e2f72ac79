using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds to what a client needs to connect.</summary>
public sealed class SignalRConnectionInfoInputAttribute : InputBindingAttribute
{
    public SignalRConnectionInfoInputAttribute()
    {
    }

    /// <summary>Name of the setting that says where the service is. The local host has its own.</summary>
    public string? ConnectionStringSetting { get; set; }

    public string? HubName { get; set; }

    /// <summary>The client's user id; may hold binding expressions such as <c>{pollId}</c> or <c>{headers.x-user}</c>.</summary>
    public string? UserId { get; set; }

    /// <summary>Not supported by the local host.</summary>
    public string? IdToken { get; set; }

    /// <summary>Not supported by the local host.</summary>
    public string[]? ClaimTypeList { get; set; }
}
