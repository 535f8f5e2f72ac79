using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.EndToEnd;

/// <summary>Somebody who watches a poll, through the unmodified SignalR client.</summary>
public sealed class Screen : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly SemaphoreSlim _changed = new(0);

    private Screen(HubConnection connection)
    {
        _connection = connection;
        _connection.On<JsonElement>("results", results => Show(Results, results));
        _connection.On<JsonElement>("poll", poll => Show(Polls, poll));
    }

    public ConcurrentQueue<JsonElement> Results { get; } = new();

    public ConcurrentQueue<JsonElement> Polls { get; } = new();

    public static async Task<Screen> WatchAsync(
        LiveTallyProcess process, Client client, string poll, string? token = null, HttpTransportType transport = HttpTransportType.WebSockets)
    {
        var screen = new Screen(new HubConnectionBuilder()
            .WithUrl(new Uri(process.Address, $"/api/polls/{poll}"), options =>
            {
                options.Transports = transport;
                options.AccessTokenProvider = () => Task.FromResult(token);
            })
            .Build());
        await screen._connection.StartAsync(TestContext.Current.CancellationToken);
        var joined = await client.SendAsync(HttpMethod.Post, $"polls/{poll}/viewers", new { connectionId = screen._connection.ConnectionId }, token);
        Assert.Equal(HttpStatusCode.NoContent, joined.Status);
        return screen;
    }

    public async Task<JsonElement> SeesAsync(Func<JsonElement, bool> what) => await SeesAsync(Results, what);

    public async Task<JsonElement> SeesPollAsync(Func<JsonElement, bool> what) => await SeesAsync(Polls, what);

    public async Task LeaveAsync(Client client, string poll) =>
        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(HttpMethod.Delete, $"polls/{poll}/viewers/{_connection.ConnectionId}")).Status);

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private async Task<JsonElement> SeesAsync(ConcurrentQueue<JsonElement> queue, Func<JsonElement, bool> what)
    {
        while (true)
        {
            if (queue.LastOrDefault(what) is { ValueKind: JsonValueKind.Object } seen)
                return seen;
            Assert.True(await _changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), $"The screen still shows {queue.LastOrDefault()}");
        }
    }

    private void Show(ConcurrentQueue<JsonElement> queue, JsonElement message)
    {
        queue.Enqueue(message);
        _changed.Release();
    }
}
