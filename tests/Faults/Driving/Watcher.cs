using System.Text.Json;
using LiveTally.Tests.Faults.Checking;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>Somebody who watches a poll with the unmodified SignalR client, and comes back whenever the connection is lost.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(300);

    private readonly World _world;
    private readonly string _poll;
    private readonly string _name;
    private readonly Lock _lock = new();
    private readonly List<Tally> _seen = [];
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _watching;
    private TimeSpan? _joinedAt;
    private bool _left;

    public Watcher(World world, string poll, string name)
    {
        (_world, _poll, _name) = (world, poll, name);
        _watching = WatchAsync();
    }

    public WatcherHistory History
    {
        get
        {
            lock (_lock)
                return new WatcherHistory(_name, [.. _seen], _joinedAt);
        }
    }

    public long LastVersion
    {
        get
        {
            lock (_lock)
                return _seen.Count == 0 ? 0 : _seen[^1].Version;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, true))
            return;
        await _leaving.CancelAsync();
        await _watching;
        _leaving.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_leaving.IsCancellationRequested)
        {
            await using var connection = new HubConnectionBuilder().WithUrl(new Uri(_world.Server.Address, $"/api/polls/{_poll}")).Build();
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.Closed += _ =>
            {
                // Leaving does not undo having been there.
                lock (_lock)
                    _joinedAt = _leaving.IsCancellationRequested ? _joinedAt : null;
                closed.TrySetResult();
                return Task.CompletedTask;
            };
            connection.On<JsonElement>("results", Show);
            try
            {
                await connection.StartAsync(_leaving.Token);
                if (await JoinAsync(connection))
                    await closed.Task.WaitAsync(_leaving.Token);
                _world.Did("watcher.reconnect");
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or InvalidOperationException
                or System.Net.WebSockets.WebSocketException or TimeoutException or HubException or AggregateException)
            {
                // It is down (an AggregateException when it went down between two transports), or the watcher goes: the loop knows what to do.
            }

            await Task.Delay(Again, _leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> JoinAsync(HubConnection connection)
    {
        while (connection.State == HubConnectionState.Connected && !_leaving.IsCancellationRequested)
        {
            var joined = await _world.Api.SendAsync(HttpMethod.Post, $"/api/polls/{_poll}/viewers", new { connectionId = connection.ConnectionId });
            if (joined.Status == 204)
            {
                lock (_lock)
                    _joinedAt = connection.State == HubConnectionState.Connected ? _world.Now : null;
                return true;
            }

            await Task.Delay(Again);
        }

        return false;
    }

    private void Show(JsonElement results)
    {
        var tally = Contract.Tally(results);
        lock (_lock)
            _seen.Add(tally);
        _world.Recorder.Note("push", _world.Now, new { poll = _poll, watcher = _name, tally.Version, tally.Ballots, tally.State });
    }
}
