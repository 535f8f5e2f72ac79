using Microsoft.Extensions.Hosting;

namespace LiveTally.Local.SignalR;

/// <summary>
/// Sends clients away when the application stops, with leave to reconnect. ASP.NET Core alone would reset their connections in the middle of
/// what they still had to read.
/// </summary>
internal sealed class GracefulStop(ClientConnections connections, IHostApplicationLifetime lifetime, TimeProvider timeProvider)
{
    /// <summary>How long clients may take to close; then ASP.NET Core does it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Once begun, nobody new is let in: a client would only be sent away again.</summary>
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>To be called after ASP.NET Core has registered its own closing: the last registered runs first, and blocks the others.</summary>
    public void Register() => lifetime.ApplicationStopping.Register(() => CloseAsync().GetAwaiter().GetResult());

    private async Task CloseAsync()
    {
        var allGone = Task.WhenAll(connections.All.Select(connection => connection.SendAwayAsync()));
        await Task.WhenAny(allGone, Task.Delay(Patience, timeProvider));
    }
}
