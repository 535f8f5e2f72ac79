namespace Microsoft.Azure.Functions.Worker;

/// <summary>A message to a connection, a user, a group, or, if none is named, everybody on the hub.</summary>
public sealed class SignalRMessageAction
{
    public SignalRMessageAction(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    public SignalRMessageAction(string target, object[]? arguments)
        : this(target) => Arguments = arguments;

    public string? ConnectionId { get; set; }

    public string? UserId { get; set; }

    public string? GroupName { get; set; }

    /// <summary>Name of the client's method.</summary>
    public string Target { get; }

    public object[]? Arguments { get; set; }
}
