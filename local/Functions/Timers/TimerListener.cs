using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Timers;

/// <summary>Runs one function by the clock, never twice at once; occurrences during a run are left out.</summary>
internal sealed class TimerListener(FunctionDescriptor function, TriggerRunner runner, TimeProvider timeProvider) : ITriggerListener
{
    /// <summary>Timers take no longer delays, and a shorter one follows a clock that is set anew.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly TimerTriggerBinding trigger = (TimerTriggerBinding)function.Trigger;
    private DateTime last;
    private DateTime lastUpdated;

    private DateTime Now => timeProvider.GetUtcNow().UtcDateTime;

    public async Task RunAsync(TriggerTokens tokens)
    {
        var due = trigger.Schedule.Next(Now);
        if (trigger.RunOnStartup)
            due = await RunOnceAsync(Now, tokens);

        while (!tokens.Stopping.IsCancellationRequested)
        {
            if (due - Now is { Ticks: > 0 } delay)
                await Task.Delay(delay < LongestDelay ? delay : LongestDelay, timeProvider, tokens.Stopping);
            else
                due = await RunOnceAsync(due, tokens);
        }
    }

    /// <summary>The next occurrence after the run.</summary>
    private async Task<DateTime> RunOnceAsync(DateTime occurrence, TriggerTokens tokens)
    {
        var info = new TimerInfo
        {
            ScheduleStatus = new ScheduleStatus { Last = last, Next = trigger.Schedule.Next(occurrence), LastUpdated = lastUpdated },
        };
        await runner.RunAsync(
            function,
            (scopes, attempt, cancellationToken) => new TimerInvocation(function, info, scopes, attempt, cancellationToken),
            tokens);
        last = occurrence;
        lastUpdated = Now;
        // A delay may end a moment before its time; the same occurrence must not run again.
        return trigger.Schedule.Next(lastUpdated > occurrence ? lastUpdated : occurrence);
    }
}
