using LiveTally.Local.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.FunctionsHost.EventHubs;

public sealed class OwnershipTests
{
    private readonly Recorder<Batch> batches = new();
    private readonly FaultInjector faults = new();

    [Fact]
    public async Task A_stolen_partition_has_two_owners_for_a_while_and_skips_nothing()
    {
        faults.Use(1, [new FaultRule { Kind = FaultKinds.TriggerSteal, On = "batch", Times = 3, Amount = 100 }]);
        var running = 0;
        var most = 0;
        await using var host = await StartAsync(async (_, cancellationToken) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Delay(20, cancellationToken);
            Interlocked.Decrement(ref running);
        });

        for (var i = 0; i < 40; i++)
            await host.AppendAsync(0, $"e{i}");

        await batches.WaitAsync(all => all.SelectMany(batch => batch.SequenceNumbers).Distinct().Count() == 40);
        for (var i = 0; i < 500 && await host.Log.Checkpoints.ReadAsync("$Default", 0) != 39; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(39, await host.Log.Checkpoints.ReadAsync("$Default", 0));
        Assert.Equal(3, faults.Counts[FaultKinds.TriggerSteal]);
        Assert.True(most > 1, "The owners never worked at the same time.");
    }

    [Fact]
    public async Task Events_are_delivered_again_from_further_back_on_demand()
    {
        faults.Use(1, [new FaultRule { Kind = FaultKinds.TriggerRedeliver, On = "batch", Times = 1, Amount = 1 }]);
        await using var host = await StartAsync((_, _) => Task.CompletedTask);

        await host.AppendAsync(0, "a", "b");
        await batches.WaitAsync(all => all.Count == 2);
        await host.AppendAsync(0, "c");

        var seen = await batches.WaitForCountAsync(3);
        Assert.Equal([["a", "b"], ["b"], ["c"]], seen.Select(batch => batch.Events.ToArray()));
    }

    [Fact]
    public async Task A_partition_whose_lease_another_holds_is_left_alone_until_it_is_free()
    {
        await using var host = await StartAsync((_, _) => Task.CompletedTask);
        await host.AppendAsync(1, "mine");
        await batches.WaitForCountAsync(1);

        var other = host.Log.Leases.Steal("$Default", 1, "another");
        await host.AppendAsync(1, "theirs");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Single(batches.Entries);

        host.Log.Leases.Release(other);
        var seen = await batches.WaitForCountAsync(2);
        Assert.Equal(["theirs"], seen[1].Events);
    }

    [Fact]
    public async Task A_last_attempt_that_fails_because_the_host_stops_leaves_the_checkpoint()
    {
        using var directory = new TemporaryDirectory();
        var fail = new TaskCompletionSource();
        var first = await StartAsync((_, _) => fail.Task, directory);
        await first.AppendAsync(0, "unprocessed");
        await batches.WaitForCountAsync(1);
        var stop = first.DisposeAsync().AsTask();
        await Task.Delay(300, TestContext.Current.CancellationToken);
        fail.SetException(new InvalidOperationException("the connection is gone"));
        await stop;

        await using var second = await StartAsync((_, _) => Task.CompletedTask, directory);
        var seen = await batches.WaitAsync(all => all[^1].RetryCount == 0 && all.Count >= 2);
        Assert.Equal(["unprocessed"], seen[^1].Events);
    }

    [Fact]
    public async Task However_often_partitions_are_stolen_and_gone_back_in_nothing_is_left_out_before_or_after_a_restart()
    {
        using var directory = new TemporaryDirectory();
        await using (var host = await StartAsync((_, cancellationToken) => Task.Delay(2, cancellationToken), directory))
        {
            faults.Use(
                1,
                [
                    new FaultRule { Kind = FaultKinds.TriggerSteal, Amount = 30, Rate = 0.2 },
                    new FaultRule { Kind = FaultKinds.TriggerRedeliver, Amount = 7, Rate = 0.2, Times = 40 },
                ]);
            for (var i = 0; i < 300; i++)
                await host.AppendAsync(i % 4, $"{i}");
            await batches.WaitAsync(seen => seen.SelectMany(batch => batch.Events).Distinct().Count() == 300);
            Assert.True(faults.Counts[FaultKinds.TriggerSteal] > 0);
            faults.Use(1, []);
        }

        var before = batches.Entries.Count;
        await using var again = await StartAsync((_, _) => Task.CompletedTask, directory);
        await again.AppendAsync(0, "last");
        await batches.WaitAsync(seen => seen.Skip(before).Any(batch => batch.Events.Contains("last")));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private Task<TestHost> StartAsync(Handler handler, TemporaryDirectory? directory = null)
    {
        void Configure(Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder builder)
        {
            builder.Services.AddSingleton(batches);
            builder.Services.AddSingleton(handler);
            builder.Services.AddSingleton(faults);
        }

        return directory is null
            ? TestHost.StartAsync(typeof(BatchFunctions), Configure)
            : TestHost.StartAsync(directory, typeof(BatchFunctions), Configure);
    }
}
