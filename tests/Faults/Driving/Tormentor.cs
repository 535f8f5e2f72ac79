using System.Text.Json;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>A rule of the server's fault control.</summary>
internal sealed record Rule(string Kind, string? On, double Rate, int Amount, long? Times = null);

/// <summary>Makes things go wrong, at random times, and counts them.</summary>
internal sealed class Tormentor(World world)
{
    private readonly Random _random = world.RandomFor(2, 0);
    private readonly Queue<string> _deck = new();
    private readonly Dictionary<string, long> _ofEarlierProcesses = [];
    private Dictionary<string, long> _ofThisProcess = [];

    /// <summary>Faults drawn so far, by kind, over all processes; those of the last second before a kill are missing.</summary>
    public SortedDictionary<string, long> Counts
    {
        get
        {
            var sum = new SortedDictionary<string, long>(_ofEarlierProcesses);
            foreach (var (kind, count) in _ofThisProcess)
                sum[kind] = sum.GetValueOrDefault(kind) + count;
            return sum;
        }
    }

    public async Task RunAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + (3 * _random.NextDouble())), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
                return;

            await CountAsync();
            await EnsureRunningAsync();
            var chance = _random.NextDouble();
            if (chance < 0.14)
                await KillAsync();
            else if (chance < 0.24)
                await FreezeAsync();
            else if (chance < 0.32)
                await UseAsync([]);
            else
                await UseAsync([.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => FaultDeck.Draw(_deck, _random))]);
        }
    }

    /// <summary>No more faults; returns when the server runs and has none.</summary>
    public async Task StopAsync()
    {
        await EnsureRunningAsync();
        await CountAsync();
        for (var tries = 0; tries < 50 && !await UseAsync([]); tries++)
        {
            await EnsureRunningAsync();
            await Task.Delay(300);
        }
    }

    /// <summary>Starts the server if it ended by itself, which it must not.</summary>
    public async Task EnsureRunningAsync()
    {
        if (world.Server.Runs)
            return;
        world.Violate(Violations.ServerDied, null, $"the server ended by itself, exit code {world.Server.ExitCode}, at {world.Now}.");
        await RestartAsync();
    }

    private async Task KillAsync()
    {
        world.Did("process.kill");
        await world.Server.KillAsync();
        await Task.Delay(_random.Next(500));
        await RestartAsync();
    }

    private async Task RestartAsync()
    {
        foreach (var (kind, count) in _ofThisProcess)
            _ofEarlierProcesses[kind] = _ofEarlierProcesses.GetValueOrDefault(kind) + count;
        _ofThisProcess = [];
        await world.Server.StartAsync();
        world.Did("process.start");
    }

    private async Task FreezeAsync()
    {
        world.Did("process.freeze");
        await world.Server.FreezeAsync(TimeSpan.FromSeconds(1 + (4 * _random.NextDouble())));
    }

    private async Task<bool> UseAsync(Rule[] rules)
    {
        var answer = await world.Api.SendAsync(HttpMethod.Put, "/_faults", new { seed = _random.Next(), rules = rules.Select(Body) });
        if (answer.Status is >= 400 and < 500)
        {
            world.ViolateOnce(Violations.NoFaultControl, answer.Status == 404
                ? "PUT /_faults is answered 404: this server has no faults to turn on."
                : $"PUT /_faults is answered {answer} {answer.Text} for {string.Join(", ", rules.AsEnumerable())}.");
            return true;
        }

        if (answer.Status is not (>= 200 and < 300))
            return false;
        foreach (var _ in rules.Where(rule => rule.Kind == FaultDeck.ClockStep))
            world.Did("clock.step");
        world.Recorder.Note("rules", world.Now, rules);
        return true;
    }

    // Fields that a rule does not have are left out, so that the server's defaults are used too.
    private static Dictionary<string, object> Body(Rule rule)
    {
        var body = new Dictionary<string, object> { ["kind"] = rule.Kind, ["rate"] = rule.Rate, ["amount"] = rule.Amount };
        if (rule.On is not null)
            body["on"] = rule.On;
        if (rule.Times is { } times)
            body["times"] = times;
        return body;
    }

    private async Task CountAsync()
    {
        var answer = await world.Api.GetAsync("/_faults");
        if (answer.Status == 200)
            _ofThisProcess = answer.Json.GetProperty("counts").Deserialize<Dictionary<string, long>>()!;
    }
}
