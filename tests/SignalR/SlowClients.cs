using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;

namespace LiveTally.Tests.SignalR;

[Collection(typeof(Alone))]
public sealed class SlowClients
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_client_that_does_not_read_is_cut_off_and_holds_up_nobody(HttpTransportType transport)
    {
        await using var server = await TestServer.StartAsync(configure: o => o with { MaxBufferedBytes = 64 << 10 });
        using var slow = await RawClient.ConnectAsync(server, transport);
        var inbox = new Inbox(await server.ConnectAsync("polls"));
        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == 2);
        var padding = new string('x', 20_000);

        // The system's socket buffers take megabytes before anything waits here.
        for (var i = 0; i < 5000 && server.Endpoint.ConnectionCount == 2; i++)
        {
            var text = $"{i} {padding}";
            await server.Endpoint.SendAsync("polls", "news", [text], null, null, null, Cancel).WaitAsync(TestServer.Generous, Cancel);
            Assert.Equal(text, await inbox.NextAsync());
        }

        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == 1);

        // By the endpoint, at once; ASP.NET Core would have done it too, after holding up the sender for its send time-out.
        Assert.Contains("more than 65536 bytes waited", Assert.Single(server.Warnings), StringComparison.Ordinal);
        await server.Endpoint.SendAsync("polls", "news", ["end"], null, null, null, Cancel);
        Assert.Equal("end", await inbox.NextAsync());
    }

    [Fact]
    public async Task Clients_that_stop_reading_do_not_make_memory_grow_and_are_closed()
    {
        const int count = 20;
        const int limit = 64 << 10;
        await using var server = await TestServer.StartAsync(configure: o => o with { MaxBufferedBytes = limit });
        var slow = new List<RawClient>();
        for (var i = 0; i < count; i++)
            slow.Add(await RawClient.ConnectAsync(server, HttpTransportType.WebSockets));
        var inbox = new Inbox(await server.ConnectAsync("polls"));
        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == count + 1);
        var padding = new string('x', 20_000);
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);

        // Sent to each: many times what may wait for it, and more than the system's socket buffers take.
        for (var i = 0; i < 1000; i++)
        {
            var text = $"{i} {padding}";
            await server.Endpoint.SendAsync("polls", "news", [text], null, null, null, Cancel).WaitAsync(TestServer.Generous, Cancel);
            Assert.Equal(text, await inbox.NextAsync());
            if (i % 100 == 99)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == 1);
        Assert.InRange(most, long.MinValue, (2 * count * limit) + (8 << 20));
        Assert.Equal(count, server.Warnings.Count);
        Assert.Equal(count, server.Warnings.Distinct().Count());
        foreach (var client in slow)
        {
            await Assert.ThrowsAsync<WebSocketException>(client.ReadToEndAsync);
            client.Dispose();
        }
    }
}
