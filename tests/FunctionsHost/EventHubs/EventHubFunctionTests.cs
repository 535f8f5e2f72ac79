using LiveTally.Local.EventHubs;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.FunctionsHost.EventHubs;

public sealed class EventHubFunctionTests
{
    private static readonly Handler Succeed = (_, _) => Task.CompletedTask;
    private readonly Recorder<Batch> batches = new();

    [Fact]
    public async Task A_partitions_events_come_in_order_in_batches_of_at_most_the_size_in_host_json()
    {
        await using var host = await StartAsync(Succeed);

        await host.AppendAsync(2, [.. Enumerable.Range(0, 25).Select(Text)]);

        var seen = await batches.WaitAsync(all => all.Sum(batch => batch.Events.Count) == 25);
        Assert.Equal(Enumerable.Range(0, 25).Select(Text), seen.SelectMany(batch => batch.Events));
        Assert.Equal(Enumerable.Range(0, 25).Select(n => (long)n), seen.SelectMany(batch => batch.SequenceNumbers));
        Assert.All(seen, batch => Assert.InRange(batch.Events.Count, 1, 10));
        Assert.All(seen, batch => Assert.Equal("2", batch.Partition));
    }

    [Fact]
    public async Task A_partition_waits_for_its_batch_and_the_others_do_not()
    {
        var release = new TaskCompletionSource();
        await using var host = await StartAsync((batch, _) => batch.Partition == "0" ? release.Task : Task.CompletedTask);

        await host.AppendAsync(0, "a0");
        await batches.WaitForCountAsync(1);
        await host.AppendAsync(0, "a1");
        await host.AppendAsync(1, "b0");
        await host.AppendAsync(3, "c0");
        var whileBlocked = await batches.WaitForCountAsync(3);
        release.SetResult();
        var afterwards = await batches.WaitForCountAsync(4);

        Assert.Equal(["0", "1", "3"], whileBlocked.Select(batch => batch.Partition).Order());
        Assert.Equal(["a1"], afterwards[3].Events);
    }

    [Fact]
    public async Task A_failing_batch_is_tried_again_as_often_as_its_attribute_says_and_then_left()
    {
        var times = new Recorder<long>();
        await using var host = await StartAsync((batch, _) =>
        {
            times.Add(System.Diagnostics.Stopwatch.GetTimestamp());
            return batch.Events.Contains("poison") ? throw new InvalidOperationException("no") : Task.CompletedTask;
        });

        await host.AppendAsync(1, "poison");
        await batches.WaitForCountAsync(3);
        await host.AppendAsync(1, "next");
        var seen = await batches.WaitForCountAsync(4);

        Assert.Equal([0, 1, 2, 0], seen.Select(batch => batch.RetryCount));
        Assert.Equal(["poison", "poison", "poison", "next"], seen.Select(batch => Assert.Single(batch.Events)));
        Assert.All(Pauses(times.Entries).Take(2), pause => Assert.InRange(pause.TotalMilliseconds, 45, 30_000));
        Assert.Equal(1, await ProcessedAsync(host, 1));
    }

    [Fact]
    public async Task A_failure_with_endless_retries_is_tried_until_it_succeeds_and_settings_name_hub_and_group()
    {
        await using var host = await TestHost.StartAsync(typeof(ForeverFunctions), builder =>
        {
            Register(
                builder.Services,
                (batch, _) => batch.RetryCount < 6 ? throw new InvalidOperationException("not yet") : Task.CompletedTask);
            builder.Configuration["HUB"] = "votes";
            builder.Configuration["GROUP"] = "tally";
        });

        await host.AppendAsync(0, "stubborn");

        var seen = await batches.WaitForCountAsync(7);
        Assert.Equal(Enumerable.Range(0, 7), seen.Select(batch => batch.RetryCount));
        await WaitForCheckpointAsync(host, "tally", 0, 0);
    }

    [Fact]
    public async Task A_restarted_host_goes_on_behind_its_checkpoint()
    {
        using var directory = new TemporaryDirectory();
        await using (var first = await StartAsync(Succeed, directory))
        {
            await first.AppendAsync(0, "one", "two");
            await batches.WaitAsync(all => all.Sum(batch => batch.Events.Count) == 2);
        }

        var before = batches.Entries.Count;
        await using var second = await StartAsync(Succeed, directory);
        await second.AppendAsync(0, "three");

        var seen = await batches.WaitForCountAsync(before + 1);
        Assert.Equal(["three"], seen.Skip(before).SelectMany(batch => batch.Events));
        Assert.Equal([2], seen[^1].SequenceNumbers);
    }

    [Fact]
    public async Task A_batch_under_retry_when_the_host_stops_is_delivered_again()
    {
        using var directory = new TemporaryDirectory();
        await using (var first = await TestHost.StartAsync(directory, typeof(ForeverFunctions), Failing))
        {
            await first.AppendAsync(0, "unlucky");
            await batches.WaitForCountAsync(3);
        }

        var before = batches.Entries.Count;
        await using var second = await TestHost.StartAsync(directory, typeof(ForeverFunctions), builder =>
        {
            Failing(builder);
            builder.Services.AddSingleton(Succeed);
        });

        var seen = await batches.WaitForCountAsync(before + 1);
        Assert.Equal(["unlucky"], seen[^1].Events);
        Assert.Equal(0, seen[^1].RetryCount);

        void Failing(Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder builder)
        {
            Register(builder.Services, (_, _) => throw new InvalidOperationException("never"));
            builder.Configuration["HUB"] = "votes";
            builder.Configuration["GROUP"] = "$Default";
        }
    }

    [Fact]
    public async Task Stopping_lets_the_batch_end_and_checkpoints_it()
    {
        using var directory = new TemporaryDirectory();
        var ended = false;
        await using (var first = await StartAsync(
            async (_, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                ended = true;
            },
            directory))
        {
            await first.AppendAsync(0, "slow");
            await batches.WaitForCountAsync(1);
        }

        await using var second = await StartAsync(Succeed, directory);
        Assert.True(ended);
        Assert.Equal(0, await ProcessedAsync(second, 0));
    }

    [Fact]
    public async Task The_metadata_of_a_batch_binds_by_name()
    {
        var seen = new Recorder<string>();
        await using var host = await TestHost.StartAsync(typeof(MetadataFunctions), builder => builder.Services.AddSingleton(seen));

        await host.Log.AppendAsync(3, [new byte[] { 1, 2 }, new byte[] { 3 }], new EventAttributes("key", new Dictionary<string, string> { ["a"] = "b" }), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["0 2 key Utc", "1 1 key Utc", "offsets True", "context votes $Default 3", """properties {"a":"b"} {"a":"b"}""", """data ["0","1"] ["key","key"]"""],
            await seen.WaitForCountAsync(6));
    }

    [Fact]
    public async Task A_function_that_is_not_batched_gets_one_event_at_a_time()
    {
        var seen = new Recorder<string>();
        await using var host = await TestHost.StartAsync(typeof(SingleFunctions), builder => builder.Services.AddSingleton(seen));

        await host.AppendAsync(0, "a", "b", "c");

        Assert.Equal(["a", "b", "c"], await seen.WaitForCountAsync(3));
    }

    private static string Text(int number) => $"e{number}";

    private static IEnumerable<TimeSpan> Pauses(IReadOnlyList<long> times) =>
        times.Zip(times.Skip(1), System.Diagnostics.Stopwatch.GetElapsedTime);

    private static async Task<long?> ProcessedAsync(TestHost host, int partition, string group = "$Default") =>
        await host.Log.Checkpoints.ReadAsync(group, partition);

    private static async Task WaitForCheckpointAsync(TestHost host, string group, int partition, long expected)
    {
        for (var i = 0; i < 1000 && await ProcessedAsync(host, partition, group) != expected; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(expected, await ProcessedAsync(host, partition, group));
    }

    private void Register(IServiceCollection services, Handler handler)
    {
        services.AddSingleton(batches);
        services.AddSingleton(handler);
    }

    private Task<TestHost> StartAsync(Handler handler) =>
        TestHost.StartAsync(typeof(BatchFunctions), builder => Register(builder.Services, handler));

    private Task<TestHost> StartAsync(Handler handler, TemporaryDirectory directory) =>
        TestHost.StartAsync(directory, typeof(BatchFunctions), builder => Register(builder.Services, handler));
}
