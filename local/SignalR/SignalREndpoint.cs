using System.Net;
using System.Security.Claims;
using LiveTally.Local.Faults;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LiveTally.Local.SignalR;

/// <summary>
/// What the application does with its clients: the part of the Azure SignalR Service that a serverless application reaches over REST.
/// </summary>
/// <remarks>Hub names have no case. Every member throws <see cref="ArgumentException"/> for a hub or group name that cannot be one.</remarks>
public sealed class SignalREndpoint
{
    private readonly IHubContext<ClientHub> context;
    private readonly ClientConnections connections;
    private readonly ClientTokens tokens;
    private readonly RefusedInvocations refused;
    private readonly long maxMessageBytes;
    private readonly FaultInjector? injector;
    private readonly JsonHubProtocol json = new();

    internal SignalREndpoint(
        IHubContext<ClientHub> context,
        ClientConnections connections,
        ClientTokens tokens,
        RefusedInvocations refused,
        SignalREndpointOptions options,
        FaultInjector? injector)
    {
        this.context = context;
        this.connections = connections;
        this.tokens = tokens;
        this.refused = refused;
        maxMessageBytes = options.MaxMessageBytes;
        this.injector = injector;
    }

    /// <summary>Clients connected now, on all hubs.</summary>
    public int ConnectionCount => connections.ReadyCount;

    /// <summary>Invocations by clients since the start. Each got an error: clients only listen.</summary>
    public long RefusedInvocationCount => refused.Total;

    /// <summary>Admits a client: where it connects, and the token that lets it in.</summary>
    /// <param name="hub">The hub that it will be on.</param>
    /// <param name="userId">Who it is, if that matters.</param>
    /// <param name="baseUrl">The origin that the client used, such as <c>http://127.0.0.1:7071</c>.</param>
    /// <param name="claims">More claims for the token; none that a token sets itself.</param>
    /// <exception cref="ArgumentException">The base URL is no origin, or a claim is one that the token sets.</exception>
    public ClientConnectionInfo Negotiate(string hub, string? userId, string baseUrl, IEnumerable<Claim>? claims = null) =>
        tokens.Create(HubNames.Normalize(hub), userId, baseUrl, claims ?? []);

    /// <summary>
    /// Sends to one connection, one user or one group, or to everybody on the hub if none is given. A target that does not exist gets
    /// nothing, which is no error. Completes when the message is in every client's buffer.
    /// </summary>
    /// <param name="hub">The hub.</param>
    /// <param name="target">The name that clients listen for.</param>
    /// <param name="arguments">
    /// Strings, numbers, booleans, nulls, dictionaries and arrays of them, or <see cref="System.Text.Json.JsonElement"/>: these arrive
    /// alike in JSON and MessagePack.
    /// </param>
    /// <param name="connectionId">Only this connection.</param>
    /// <param name="userId">Only this user's connections.</param>
    /// <param name="groupName">Only this group.</param>
    /// <param name="cancellationToken">Stops sending; some clients may have the message by then.</param>
    /// <exception cref="ArgumentException">
    /// More than one of connection, user and group is given, or the message has more than 1 MiB of JSON, the service's limit.
    /// </exception>
    /// <exception cref="HttpRequestException">The fault <see cref="FaultKinds.SignalRFail"/> was drawn: 503, and nobody got the message.</exception>
    public async Task SendAsync(
        string hub, string target, object?[] arguments, string? connectionId, string? userId, string? groupName,
        CancellationToken cancellationToken)
    {
        hub = HubNames.Normalize(hub);
        var message = new InvocationMessage(target, Array.ConvertAll(arguments, PlainValues.Of));
        if (json.GetMessageBytes(message).Length is var bytes && bytes > maxMessageBytes)
            throw new ArgumentException($"The message '{target}' has {bytes} bytes; the limit is {maxMessageBytes}.", nameof(arguments));
        FailOnDemand(hub);
        var clients = (connectionId, userId, groupName) switch
        {
            (null, null, null) => context.Clients.Group(HubNames.Everybody(hub)),
            (not null, null, null) => await IsOnAsync(hub, connectionId, cancellationToken) ? context.Clients.Client(connectionId) : null,
            (null, not null, null) => context.Clients.Group(HubNames.User(hub, userId)),
            (null, null, not null) => context.Clients.Group(HubNames.Group(hub, groupName)),
            _ => throw new ArgumentException("Give at most one of connection id, user id and group name."),
        };
        if (clients is not null)
            await clients.SendCoreAsync(target, message.Arguments, cancellationToken);
    }

    /// <summary>Adds a connection, or all connections that a user has now, to a group.</summary>
    /// <returns>False if there is no such connection (the service answers 404) or the user has none.</returns>
    /// <exception cref="ArgumentException">Not exactly one of connection and user is given.</exception>
    /// <exception cref="HttpRequestException">The fault <see cref="FaultKinds.SignalRFail"/> was drawn: 503, and nothing has changed.</exception>
    public async Task<bool> AddToGroupAsync(
        string hub, string? connectionId, string? userId, string groupName, CancellationToken cancellationToken)
    {
        hub = HubNames.Normalize(hub);
        var name = HubNames.Group(hub, groupName);
        FailOnDemand(hub);
        var found = await connections.FindAsync(hub, connectionId, userId, cancellationToken);
        foreach (var connection in found)
        {
            connection.Groups[groupName] = true;
            await context.Groups.AddToGroupAsync(connection.ConnectionId, name, cancellationToken);
        }

        return found.Count > 0;
    }

    /// <summary>Removes a connection, or all connections of a user, from a group; one that is not in it stays out.</summary>
    /// <inheritdoc cref="AddToGroupAsync"/>
    public async Task<bool> RemoveFromGroupAsync(
        string hub, string? connectionId, string? userId, string groupName, CancellationToken cancellationToken)
    {
        hub = HubNames.Normalize(hub);
        FailOnDemand(hub);
        var found = await connections.FindAsync(hub, connectionId, userId, cancellationToken);
        foreach (var connection in found)
            await RemoveAsync(connection, groupName, cancellationToken);
        return found.Count > 0;
    }

    /// <summary>Removes a connection, or all connections of a user, from every group.</summary>
    /// <inheritdoc cref="AddToGroupAsync"/>
    public async Task<bool> RemoveFromAllGroupsAsync(string hub, string? connectionId, string? userId, CancellationToken cancellationToken)
    {
        hub = HubNames.Normalize(hub);
        FailOnDemand(hub);
        var found = await connections.FindAsync(hub, connectionId, userId, cancellationToken);
        foreach (var connection in found)
        {
            foreach (var groupName in connection.Groups.Keys)
                await RemoveAsync(connection, groupName, cancellationToken);
        }

        return found.Count > 0;
    }

    private async Task<bool> IsOnAsync(string hub, string connectionId, CancellationToken cancellationToken) =>
        (await connections.FindAsync(hub, connectionId, userId: null, cancellationToken)).Count > 0;

    private async Task RemoveAsync(ClientConnection connection, string groupName, CancellationToken cancellationToken)
    {
        await context.Groups.RemoveFromGroupAsync(connection.ConnectionId, HubNames.Group(connection.Hub, groupName), cancellationToken);
        connection.Groups.TryRemove(groupName, out _);
    }

    private void FailOnDemand(string hub)
    {
        if (injector?.Draw(FaultKinds.SignalRFail, hub) is not null)
            throw new HttpRequestException("The SignalR endpoint fails on demand.", inner: null, HttpStatusCode.ServiceUnavailable);
    }
}
