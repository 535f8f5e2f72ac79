using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.SignalR;

public sealed class Stopping
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_closes_clients_and_tells_them_to_reconnect()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server, HttpTransportType.WebSockets);
        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == 1);

        // On another thread: a stop waits for its clients before it returns the task.
        var stopping = Task.Run(server.StopAsync, Cancel);
        const string close = """{"type":7,"allowReconnect":true}""";
        Assert.Contains(close, await client.ReadUntilAsync(close), StringComparison.Ordinal);
        await client.CloseAsync();
        await stopping;

        Assert.Empty(server.Warnings);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_client_comes_back_after_a_restart_with_the_token_that_it_has(HttpTransportType transport)
    {
        await using var first = await TestServer.StartAsync();
        var (url, info) = (first.Url, first.Endpoint.Negotiate("polls", "ann", first.Url));
        await using var client = new HubConnectionBuilder()
            .WithUrl(info.Url, o =>
            {
                o.Transports = transport;
                o.AccessTokenProvider = () => Task.FromResult<string?>(info.AccessToken);
            })
            .WithAutomaticReconnect([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 600)])
            .Build();
        var back = new TaskCompletionSource();
        client.Reconnected += _ =>
        {
            back.SetResult();
            return Task.CompletedTask;
        };
        var reasons = new List<Exception?>();
        client.Reconnecting += reason =>
        {
            reasons.Add(reason);
            return Task.CompletedTask;
        };
        var inbox = new Inbox(client);
        await client.StartAsync(Cancel);
        await Wait.UntilAsync(() => first.Endpoint.ConnectionCount == 1);

        await first.StopAsync();
        Assert.Equal(0, first.Endpoint.ConnectionCount);
        await using var second = await TestServer.StartAsync(first.Directory, url: url);
        await back.Task.WaitAsync(TestServer.Generous, Cancel);

        // Told to, not cut off.
        Assert.Equal([null], reasons);
        Assert.True(await second.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, "g", Cancel));
        await second.Endpoint.SendAsync("polls", "news", ["back"], null, null, "g", Cancel);
        Assert.Equal("back", await inbox.NextAsync());
        Assert.Empty(first.Warnings);
    }
}
