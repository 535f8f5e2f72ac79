using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.SignalR;

/// <summary>ASP.NET Core's own, which also hands over each connection's <see cref="HubConnectionContext"/>: only that can write a close.</summary>
internal sealed class ClientLifetimeManager(ClientConnections connections, ILogger<DefaultHubLifetimeManager<ClientHub>> logger)
    : DefaultHubLifetimeManager<ClientHub>(logger)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections.Get(connection.ConnectionId).Context = connection;
        return base.OnConnectedAsync(connection);
    }
}
