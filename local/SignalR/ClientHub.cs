using Microsoft.AspNetCore.SignalR;

namespace LiveTally.Local.SignalR;

/// <summary>The hub that every client is on. It has no methods: clients of a serverless hub only listen.</summary>
internal sealed class ClientHub(ClientConnections connections) : Hub
{
    public override async Task OnConnectedAsync()
    {
        var connection = connections.Get(Context.ConnectionId);
        await Groups.AddToGroupAsync(connection.ConnectionId, HubNames.Everybody(connection.Hub));
        if (connection.UserId is { } userId)
            await Groups.AddToGroupAsync(connection.ConnectionId, HubNames.User(connection.Hub, userId));
        connections.SetReady(connection);
    }
}
