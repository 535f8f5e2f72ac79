namespace LiveTally.Tests.FunctionsHost;

/// <summary>Where functions leave what they saw, for the test to wait for.</summary>
public sealed class Recorder<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock gate = new();
    private readonly List<T> entries = [];
    private TaskCompletionSource added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> Entries
    {
        get
        {
            lock (gate)
                return [.. entries];
        }
    }

    public void Add(T entry)
    {
        lock (gate)
        {
            entries.Add(entry);
            added.SetResult();
            added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until the entries meet the condition, and gives them.</summary>
    public async Task<IReadOnlyList<T>> WaitAsync(Func<IReadOnlyList<T>, bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var next = Volatile.Read(ref added).Task;
            var seen = Entries;
            if (condition(seen))
                return seen;
            await next.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (patience.IsCancellationRequested)
                Assert.Fail($"Waited in vain. So far: {string.Join("; ", seen)}");
        }
    }

    public Task<IReadOnlyList<T>> WaitForCountAsync(int count) => WaitAsync(seen => seen.Count >= count);
}
