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
        await using var host = await TestHost.StartAsync(typeof(EverySecond), builder =>
        {
            builder.Services.AddSingleton(runs);
            builder.Configuration["SCHEDULE"] = schedule;
        });

        var seen = await runs.WaitForCountAsync(2);

        var (first, second) = (seen[0].ScheduleStatus!, seen[1].ScheduleStatus!);
        Assert.Equal(default, first.Last);
        Assert.InRange(second.Next - second.Last, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(10));
        Assert.InRange(second.Last, first.Next.AddSeconds(-1.1), first.Next);
        Assert.False(seen[1].IsPastDue);
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
}
