using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;

namespace LiveTally.Local.SignalR;

/// <summary>
/// Who is connected now. A client is entered before the handshake and ready after it: its <c>start()</c> may return, and a request to add
/// it to a group arrive, before ASP.NET Core has finished connecting it.
/// </summary>
internal sealed class ClientConnections
{
    private readonly ConcurrentDictionary<string, ClientConnection> connections = new(StringComparer.Ordinal);
    private int ready;

    public int ReadyCount => Volatile.Read(ref ready);

    public IEnumerable<ClientConnection> All => connections.Values;

    public async Task OnConnectedAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var userId = http.User.FindFirstValue(ClaimTypes.NameIdentifier);
        var connection = new ClientConnection(context.ConnectionId, ClientAuthentication.HubOf(http), userId);
        connections[connection.ConnectionId] = connection;
        try
        {
            await next(context);
        }
        finally
        {
            connections.TryRemove(connection.ConnectionId, out _);
            if (!connection.TrySetReady(false))
                Interlocked.Decrement(ref ready);
            connection.SetGone();
        }
    }

    public ClientConnection Get(string connectionId) => connections[connectionId];

    public void SetReady(ClientConnection connection)
    {
        if (connection.TrySetReady(true))
            Interlocked.Increment(ref ready);
    }

    /// <summary>The connection with that id, once it is ready, or all of that user that are, on one hub.</summary>
    /// <exception cref="ArgumentException">Not exactly one of the two is given.</exception>
    public async Task<IReadOnlyList<ClientConnection>> FindAsync(
        string hub, string? connectionId, string? userId, CancellationToken cancellationToken)
    {
        if (connectionId is null == userId is null)
            throw new ArgumentException("Give either a connection id or a user id.");
        if (connectionId is null)
            return [.. connections.Values.Where(c => c.Hub == hub && c.UserId == userId && c.IsReady)];
        var found = connections.TryGetValue(connectionId, out var one) && one.Hub == hub;
        return found && await one!.Ready.WaitAsync(cancellationToken) ? [one] : [];
    }
}
