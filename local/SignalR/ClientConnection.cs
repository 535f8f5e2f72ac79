using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LiveTally.Local.SignalR;

/// <summary>A client, and the groups that it has joined.</summary>
internal sealed class ClientConnection(string connectionId, string hub, string? userId)
{
    private static readonly CloseMessage SentAway = new(error: null, allowReconnect: true);

    private readonly TaskCompletionSource<bool> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile HubConnectionContext? context;

    public string ConnectionId => connectionId;

    public string Hub => hub;

    public string? UserId => userId;

    public ConcurrentDictionary<string, bool> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>How to write to it; null before the handshake.</summary>
    public HubConnectionContext? Context
    {
        get => context;
        set => context = value;
    }

    public bool IsReady => ready.Task.IsCompleted;

    /// <summary>True once it can receive; false if it is gone before that.</summary>
    public Task<bool> Ready => ready.Task;

    /// <summary>Tells whether this was the first answer.</summary>
    public bool TrySetReady(bool isReady) => ready.TrySetResult(isReady);

    public void SetGone() => gone.TrySetResult();

    /// <summary>Asks the client to close and to connect again; completes when it is gone.</summary>
    public async Task SendAwayAsync()
    {
        if (Context is not { } current)
            return;
        await current.WriteAsync(SentAway);
        await gone.Task;
    }
}
