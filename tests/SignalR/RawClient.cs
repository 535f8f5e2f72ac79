using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiveTally.Local.SignalR;
using Microsoft.AspNetCore.Http.Connections;

namespace LiveTally.Tests.SignalR;

/// <summary>A client by hand: it reads only when it is told to, and sends whatever it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly HttpClient http = new();
    private readonly ClientWebSocket socket = new();
    private HttpResponseMessage? stream;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Connects, and sends the handshake unless another first message is given.</summary>
    public static async Task<RawClient> ConnectAsync(TestServer server, HttpTransportType transport, byte[]? first = null)
    {
        var client = new RawClient();
        await client.OpenAsync(server, transport, first ?? Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + "\u001e"));
        return client;
    }

    public Task SendAsync(byte[] message) => socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, Cancel);

    /// <summary>What comes over the WebSocket until the server closes it.</summary>
    /// <exception cref="WebSocketException">The connection ended without a close.</exception>
    public Task<string> ReadToEndAsync() => ReadUntilAsync(last: null);

    /// <summary>The same, and no further than to a text.</summary>
    public async Task<string> ReadUntilAsync(string? last)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        cancellation.CancelAfter(TestServer.Generous);
        var text = new StringBuilder();
        var buffer = new byte[64 << 10];
        while (await socket.ReceiveAsync(buffer, cancellation.Token) is { MessageType: not WebSocketMessageType.Close } part)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (last is not null && text.ToString().Contains(last, StringComparison.Ordinal))
                break;
        }

        return text.ToString();
    }

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);

    public void Dispose()
    {
        socket.Dispose();
        stream?.Dispose();
        http.Dispose();
    }

    private async Task OpenAsync(TestServer server, HttpTransportType transport, byte[] first)
    {
        var info = server.Endpoint.Negotiate("polls", null, server.Url);
        http.DefaultRequestHeaders.Authorization = new("Bearer", info.AccessToken);
        var url = $"{info.Url}&id={await NegotiateAgainAsync(server)}";
        if (transport == HttpTransportType.WebSockets)
        {
            await OpenSocketAsync(url, info);
            await SendAsync(first);
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (transport == HttpTransportType.ServerSentEvents)
            request.Headers.Accept.ParseAdd("text/event-stream");
        stream = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var content = new ByteArrayContent(first);
        using var sent = await http.PostAsync(new Uri(url), content, Cancel);
        sent.EnsureSuccessStatusCode();
    }

    private async Task<string?> NegotiateAgainAsync(TestServer server)
    {
        using var negotiated = await http.PostAsync(new Uri($"{server.Url}/client/negotiate?hub=polls&negotiateVersion=1"), null, Cancel);
        return JsonElement.Parse(await negotiated.Content.ReadAsStringAsync(Cancel)).GetProperty("connectionToken").GetString();
    }

    private Task OpenSocketAsync(string url, ClientConnectionInfo info)
    {
        socket.Options.SetRequestHeader("Authorization", $"Bearer {info.AccessToken}");
        return socket.ConnectAsync(new Uri(url.Replace("http:", "ws:", StringComparison.Ordinal)), Cancel);
    }
}
