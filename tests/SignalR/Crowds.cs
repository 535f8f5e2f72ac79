using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.SignalR;

public sealed class Crowds
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_connections_receive_one_group_message()
    {
        await using var server = await TestServer.StartAsync();
        var received = 0;
        var all = new TaskCompletionSource();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000).Select(_ => server.Client("polls")).ToArray(),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel },
            async (client, cancel) =>
            {
                client.On<string>("news", _ =>
                {
                    if (Interlocked.Increment(ref received) == 1000)
                        all.SetResult();
                });
                await client.StartAsync(cancel);
                Assert.True(await server.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, "g", cancel));
            });
        Assert.Equal(1000, server.Endpoint.ConnectionCount);

        await server.Endpoint.SendAsync("polls", "news", ["to all"], null, null, "g", Cancel);

        await all.Task.WaitAsync(TestServer.Generous, Cancel);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_client_that_does_not_read_is_cut_off_and_holds_up_nobody(HttpTransportType transport)
    {
        await using var server = await TestServer.StartAsync(configure: o => o with { MaxBufferedBytes = 64 << 10 });
        using var slow = await SilentClient.ConnectAsync(server, transport);
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

    /// <summary>A client by hand that connects and then reads no more.</summary>
    private sealed class SilentClient(HttpClient http) : IDisposable
    {
        private readonly List<IDisposable> open = [http];

        public static async Task<SilentClient> ConnectAsync(TestServer server, HttpTransportType transport)
        {
            var client = new SilentClient(new HttpClient());
            await client.OpenAsync(server, transport);
            return client;
        }

        public void Dispose() => open.ForEach(o => o.Dispose());

        private async Task OpenAsync(TestServer server, HttpTransportType transport)
        {
            var info = server.Endpoint.Negotiate("polls", null, server.Url);
            http.DefaultRequestHeaders.Authorization = new("Bearer", info.AccessToken);
            var negotiate = new Uri($"{server.Url}/client/negotiate?hub=polls&negotiateVersion=1");
            using var negotiated = await http.PostAsync(negotiate, null, Cancel);
            var answer = System.Text.Json.JsonElement.Parse(await negotiated.Content.ReadAsStringAsync(Cancel));
            var url = $"{info.Url}&id={answer.GetProperty("connectionToken").GetString()}";
            var handshake = Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + "\u001e");
            if (transport == HttpTransportType.WebSockets)
            {
                var socket = new ClientWebSocket();
                open.Add(socket);
                socket.Options.SetRequestHeader("Authorization", $"Bearer {info.AccessToken}");
                await socket.ConnectAsync(new Uri(url.Replace("http:", "ws:", StringComparison.Ordinal)), Cancel);
                await socket.SendAsync(handshake, WebSocketMessageType.Text, endOfMessage: true, Cancel);
                return;
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (transport == HttpTransportType.ServerSentEvents)
                request.Headers.Accept.ParseAdd("text/event-stream");
            open.Add(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel));
            using var content = new ByteArrayContent(handshake);
            using var sent = await http.PostAsync(new Uri(url), content, Cancel);
            sent.EnsureSuccessStatusCode();
        }
    }
}
