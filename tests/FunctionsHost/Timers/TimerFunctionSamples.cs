using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.FunctionsHost.Timers;

public sealed class Scheduled(Recorder<TimerInfo> runs)
{
    [Function("scheduled")]
    public void Run([TimerTrigger("%SCHEDULE%")] TimerInfo timer) => runs.Add(timer);
}

public sealed class AtStart(Recorder<TimerInfo> runs)
{
    [Function("at-start")]
    [FixedDelayRetry(3, "00:00:00.010")]
    public void Run([TimerTrigger("0 0 0 29 2 *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
    {
        if (context.RetryContext.RetryCount < 2)
            throw new InvalidOperationException("not yet");
        runs.Add(timer);
    }
}

public sealed class SlowTimer(Recorder<int> running)
{
    private static int now;

    [Function("slow-timer")]
    public async Task Run([TimerTrigger("00:00:00.050")] TimerInfo timer)
    {
        running.Add(Interlocked.Increment(ref now));
        await Task.Delay(200);
        Interlocked.Decrement(ref now);
    }
}
