using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.FunctionsHost.Timers;

public sealed class TimerFunctionTests
{
    private readonly Recorder<TimerInfo> runs = new();

    [Theory]
    [InlineData("* * * * * *")]
    [InlineData("00:00:01")]
    public async Task A_function_runs_on_schedule_and_knows_it(string schedule)
    {
        await using var host = await TestHost.StartAsync(typeof(Scheduled), builder =>
        {
            builder.Services.AddSingleton(runs);
            builder.Configuration["SCHEDULE"] = schedule;
        });

        var start = Stopwatch.GetTimestamp();
        var seen = await runs.WaitForCountAsync(4);

        // Four occurrences, the first of which may be near: no host on a busy machine is ever too early.
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 2, 30);
        Assert.All(seen, timer => Assert.False(timer.IsPastDue));
        Assert.All(seen, timer => Assert.Null(timer.ScheduleStatus));
    }

    [Fact]
    public async Task An_occurrence_that_no_host_was_there_for_is_made_up_for_at_the_next_start_and_knows_it()
    {
        using var directory = new TemporaryDirectory();
        var clock = new SettableClock();

        await using (await StartDailyAsync(directory, clock))
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
        }

        Assert.Empty(runs.Entries);
        clock.Ahead = TimeSpan.FromHours(25);
        await using (await StartDailyAsync(directory, clock))
        {
            var late = Assert.Single(await runs.WaitForCountAsync(1));
            Assert.True(late.IsPastDue);
            Assert.Equal(default, late.ScheduleStatus!.Last);
            Assert.InRange(late.ScheduleStatus.Next, clock.GetUtcNow().UtcDateTime, clock.GetUtcNow().UtcDateTime.AddDays(1));
        }

        await using (await StartDailyAsync(directory, clock))
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
            Assert.Single(runs.Entries);
        }
    }

    [Fact]
    public async Task A_status_of_another_schedule_or_a_damaged_one_makes_nothing_past_due()
    {
        using var directory = new TemporaryDirectory();
        var clock = new SettableClock();
        await (await StartDailyAsync(directory, clock, "0 30 2 * * *")).DisposeAsync();
        clock.Ahead = TimeSpan.FromHours(25);
        await (await StartDailyAsync(directory, clock)).DisposeAsync();

        clock.Ahead += TimeSpan.FromHours(25);
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "timers", "scheduled.json"), "{", TestContext.Current.CancellationToken);
        await (await StartDailyAsync(directory, clock)).DisposeAsync();

        Assert.Empty(runs.Entries);
    }

    [Fact]
    public async Task A_function_may_run_at_start_and_is_retried()
    {
        await using var host = await TestHost.StartAsync(typeof(AtStart), builder => builder.Services.AddSingleton(runs));

        var status = Assert.Single(await runs.WaitForCountAsync(1)).ScheduleStatus!;
        Assert.Equal((2, 29), (status.Next.Month, status.Next.Day));
    }

    [Fact]
    public async Task A_function_never_runs_twice_at_once()
    {
        var running = new Recorder<int>();
        await using var host = await TestHost.StartAsync(typeof(SlowTimer), builder => builder.Services.AddSingleton(running));

        Assert.All(await running.WaitForCountAsync(4), count => Assert.Equal(1, count));
    }

    private Task<TestHost> StartDailyAsync(TemporaryDirectory directory, TimeProvider clock, string schedule = "0 0 3 * * *") =>
        TestHost.StartAsync(directory, typeof(Scheduled), builder =>
        {
            builder.Services.AddSingleton(runs);
            builder.Services.AddSingleton(clock);
            builder.Configuration["SCHEDULE"] = schedule;
        });

    private sealed class SettableClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
