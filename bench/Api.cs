using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Bench;

/// <summary>The calls that the benches need.</summary>
internal sealed class Api(Uri url, string adminKey, int connections) : IDisposable
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false })
    {
        BaseAddress = new Uri(url, "/api/"),
    };

    // Shared, so that each of many screens has one connection, its WebSocket, and none left over from negotiating.
    private readonly HttpMessageInvoker _negotiation = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false });

    public async Task<string> OpenPollAsync(object poll, CancellationToken cancellationToken)
    {
        using var created = await SendAsync("polls", JsonContent.Create(poll), ("X-Admin-Key", adminKey), cancellationToken);
        created.EnsureSuccessStatusCode();
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString()!;
        using var opened = await SendAsync($"polls/{id}/open", null, ("X-Admin-Key", adminKey), cancellationToken);
        opened.EnsureSuccessStatusCode();
        return id;
    }

    public async Task<string> TokenAsync(string poll, CancellationToken cancellationToken)
    {
        using var issued = await SendAsync($"polls/{poll}/voters", Body("{}"u8.ToArray()), null, cancellationToken);
        issued.EnsureSuccessStatusCode();
        return (await issued.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("token").GetString()!;
    }

    /// <summary>Whether the vote was accepted.</summary>
    public async Task<bool> VoteAsync(string poll, string token, int choice, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync($"polls/{poll}/votes", Body([.. "{\"choices\":["u8, .. System.Text.Encoding.ASCII.GetBytes($"{choice}"), .. "]}"u8]), ("Authorization", $"Bearer {token}"), cancellationToken);
        return answer.StatusCode == System.Net.HttpStatusCode.Accepted;
    }

    public Task<JsonElement> ResultsAsync(string poll, CancellationToken cancellationToken) =>
        _http.GetFromJsonAsync<JsonElement>($"polls/{poll}/results", cancellationToken);

    /// <summary>Watches the poll; the handler gets every <c>results</c> message.</summary>
    public async Task<HubConnection> WatchAsync(string poll, Action<JsonElement> handler, CancellationToken cancellationToken)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(url, $"/api/polls/{poll}"), options => options.HttpMessageHandlerFactory = _ => new Forwarding(_negotiation))
            .WithAutomaticReconnect([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(500), 120)])
            .Build();
        connection.On("results", handler);
        connection.Reconnected += _ => JoinAsync();
        await connection.StartAsync(cancellationToken);
        await JoinAsync();
        return connection;

        async Task JoinAsync()
        {
            using var joined = await SendAsync($"polls/{poll}/viewers", JsonContent.Create(new { connectionId = connection.ConnectionId }), null, cancellationToken);
            joined.EnsureSuccessStatusCode();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _negotiation.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(string path, HttpContent? content, (string Name, string Value)? header, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (header is { } named)
            request.Headers.TryAddWithoutValidation(named.Name, named.Value);
        return _http.SendAsync(request, cancellationToken);
    }

    private static ByteArrayContent Body(byte[] json) => new(json) { Headers = { ContentType = JsonType } };

    /// <summary>A handler that its client may dispose without harm to the others.</summary>
    private sealed class Forwarding(HttpMessageInvoker to) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            to.SendAsync(request, cancellationToken);
    }
}
