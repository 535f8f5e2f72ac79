using System.Collections.Concurrent;

namespace LiveTally.Local.SignalR;

/// <summary>A client, and the groups that it has joined.</summary>
internal sealed class ClientConnection(string connectionId, string hub, string? userId)
{
    private readonly TaskCompletionSource<bool> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string ConnectionId => connectionId;

    public string Hub => hub;

    public string? UserId => userId;

    public ConcurrentDictionary<string, bool> Groups { get; } = new(StringComparer.Ordinal);

    public bool IsReady => ready.Task.IsCompleted;

    /// <summary>True once it can receive; false if it is gone before that.</summary>
    public Task<bool> Ready => ready.Task;

    /// <summary>Tells whether this was the first answer.</summary>
    public bool TrySetReady(bool isReady) => ready.TrySetResult(isReady);
}
