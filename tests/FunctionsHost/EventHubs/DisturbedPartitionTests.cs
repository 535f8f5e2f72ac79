using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.FunctionsHost.EventHubs;

public sealed class DisturbedPartitionTests
{
    private readonly Recorder<Batch> batches = new();

    [Fact]
    public async Task A_batch_delivered_again_comes_with_events_from_further_back_and_then_goes_on()
    {
        await using var host = await StartAsync((_, _) => Task.CompletedTask);
        await host.AppendAsync(0, "a", "b", "c");
        await batches.WaitForCountAsync(1);
        Use(host, new FaultRule { Kind = FaultKinds.TriggerRedeliver, On = "batch", Amount = 2, Times = 1 });

        await host.AppendAsync(0, "d");

        var seen = await batches.WaitForCountAsync(3);
        Assert.Equal(["d"], seen[1].Events);
        Assert.Equal(["c", "d"], seen[2].Events);
        await host.AppendAsync(0, "e");
        Assert.Equal(["e"], (await batches.WaitForCountAsync(4))[3].Events);
    }

    [Fact]
    public async Task A_stolen_partition_has_two_owners_for_a_while_and_then_one()
    {
        await using var host = await StartAsync((_, _) => Task.CompletedTask);
        Use(host, new FaultRule { Kind = FaultKinds.TriggerSteal, On = "batch", Amount = 1_500, Times = 1 });
        await host.AppendAsync(0, "first");
        await batches.WaitForCountAsync(1);
        await WaitForOwnerAsync(host, "batch 5");

        await host.AppendAsync(0, "both");
        await batches.WaitForCountAsync(3);
        await Task.Delay(2_500, TestContext.Current.CancellationToken);
        await host.AppendAsync(0, "one");
        await batches.WaitForCountAsync(4);
        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.Equal(["first", "both", "both", "one"], batches.Entries.Select(batch => Assert.Single(batch.Events)));
    }

    [Fact]
    public async Task However_often_partitions_are_stolen_and_gone_back_in_nothing_is_left_out()
    {
        using var directory = new TemporaryDirectory();
        await using (var host = await StartAsync((_, cancellationToken) => Task.Delay(2, cancellationToken), directory))
        {
            Use(
                host,
                new FaultRule { Kind = FaultKinds.TriggerSteal, Amount = 30, Rate = 0.2 },
                new FaultRule { Kind = FaultKinds.TriggerRedeliver, Amount = 7, Rate = 0.2, Times = 40 });
            for (var i = 0; i < 300; i++)
                await host.AppendAsync(i % 4, $"{i}");
            await batches.WaitAsync(seen => seen.SelectMany(batch => batch.Events).Distinct().Count() == 300);
            Assert.True(host.Services.GetRequiredService<FaultInjector>().Counts[FaultKinds.TriggerSteal] > 0);
        }

        var before = batches.Entries.Count;
        await using var again = await StartAsync((_, _) => Task.CompletedTask, directory);
        await again.AppendAsync(0, "last");
        var after = (await batches.WaitAsync(seen => seen.Skip(before).Any(batch => batch.Events.Contains("last")))).Skip(before);
        Assert.Equal(after.SelectMany(batch => batch.Events).Distinct(), after.SelectMany(batch => batch.Events));
    }

    [Fact]
    public async Task A_function_that_fails_while_the_host_ends_it_has_not_failed_for_good()
    {
        using var directory = new TemporaryDirectory();
        await using (var host = await StartAsync(
            async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new InvalidOperationException("It was told to end, and says so in its own way.");
            },
            directory,
            shutdownTimeout: TimeSpan.FromSeconds(1)))
        {
            await host.AppendAsync(0, "kept");
            await batches.WaitForCountAsync(1);
        }

        var before = batches.Entries.Count;
        await using var again = await StartAsync((_, _) => Task.CompletedTask, directory);
        Assert.Equal(["kept"], (await batches.WaitForCountAsync(before + 1))[^1].Events);
    }

    private static void Use(TestHost host, params FaultRule[] rules) => host.Services.GetRequiredService<FaultInjector>().Use(1, rules);

    private static async Task WaitForOwnerAsync(TestHost host, string owner)
    {
        var leases = host.Services.GetRequiredService<PartitionLeases>();
        for (var i = 0; i < 1_000 && leases.Held("$Default").All(lease => lease.Owner != owner); i++)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.Contains(leases.Held("$Default"), lease => lease.Owner == owner);
    }

    private Task<TestHost> StartAsync(Handler handler, TemporaryDirectory? directory = null, TimeSpan? shutdownTimeout = null)
    {
        return directory is null ? TestHost.StartAsync(typeof(BatchFunctions), Configure) : TestHost.StartAsync(directory, typeof(BatchFunctions), Configure);

        void Configure(Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder builder)
        {
            builder.Configuration["LIVETALLY_FAULTS"] = "true";
            builder.Services.AddSingleton(batches);
            builder.Services.AddSingleton(handler);
            if (shutdownTimeout is { } timeout)
                builder.Services.PostConfigure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = timeout);
        }
    }
}
