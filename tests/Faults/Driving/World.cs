using System.Collections.Concurrent;
using System.Diagnostics;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>What all parts of a run share.</summary>
internal sealed class World(RunOptions options, ServerProcess server, Api api, Recorder recorder)
{
    private const int MostOfOneName = 1_000;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<string, int> _named = new();
    private readonly ConcurrentDictionary<string, bool> _once = new();

    public RunOptions Options => options;

    public ServerProcess Server => server;

    public Api Api => api;

    public Recorder Recorder => recorder;

    public ConcurrentQueue<Violation> Violations { get; } = new();

    public ConcurrentQueue<PollRun> Polls { get; } = new();

    /// <summary>What was done by the driver itself, by name.</summary>
    public ConcurrentDictionary<string, long> Deeds { get; } = new();

    /// <summary>Since the start of the run; all times of a history are on this clock.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_started);

    /// <summary>A stream of draws for one part, the same for the same seed.</summary>
    public Random RandomFor(int part, int number) => new(unchecked((options.Seed * 1_000_003) + (part * 7_919) + number));

    public void Did(string deed, object? detail = null)
    {
        Deeds.AddOrUpdate(deed, 1, static (_, count) => count + 1);
        recorder.Note(deed, Now, detail);
    }

    public void Violate(string name, string? poll, string message)
    {
        if (_named.AddOrUpdate(name, 1, static (_, count) => count + 1) > MostOfOneName)
            return;
        var violation = new Violation(name, poll, message);
        Violations.Enqueue(violation);
        recorder.Note("violation", Now, violation);
    }

    /// <summary>The same, for what would be said again and again.</summary>
    public void ViolateOnce(string name, string message)
    {
        if (_once.TryAdd(name + message, true))
            Violate(name, null, message);
    }
}
