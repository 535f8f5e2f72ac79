using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Timers;

/// <summary>Runs one function by the clock, never twice at once; occurrences during a run are left out.</summary>
internal sealed class TimerListener(
    FunctionDescriptor function, TriggerRunner runner, ScheduleMonitor monitor, TimeProvider timeProvider)
    : ITriggerListener
{
    /// <summary>Timers take no longer delays, and a shorter one follows a clock that is set anew.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly TimerTriggerBinding trigger = (TimerTriggerBinding)function.Trigger;

    /// <summary>Null where the schedule is not monitored.</summary>
    private ScheduleStatus? status;

    private DateTime Now => timeProvider.GetUtcNow().UtcDateTime;

    public async Task RunAsync(TriggerTokens tokens)
    {
        if (trigger.IsMonitored)
            status = await monitor.ReadAsync(function.Name, trigger.Schedule, Now);

        var due = trigger.Schedule.Next(Now);
        var isPastDue = status?.Next < Now;
        if (isPastDue || trigger.RunOnStartup)
            due = await RunOnceAsync(Now, isPastDue, tokens);

        while (!tokens.Stopping.IsCancellationRequested)
        {
            if (due - Now is { Ticks: > 0 } delay)
                await Task.Delay(delay < LongestDelay ? delay : LongestDelay, timeProvider, tokens.Stopping);
            else
                due = await RunOnceAsync(due, isPastDue: false, tokens);
        }
    }

    /// <summary>The next occurrence after the run.</summary>
    private async Task<DateTime> RunOnceAsync(DateTime occurrence, bool isPastDue, TriggerTokens tokens)
    {
        var next = trigger.Schedule.Next(occurrence);
        var info = new TimerInfo
        {
            ScheduleStatus = status is null ? null : new ScheduleStatus { Last = status.Last, Next = next, LastUpdated = status.LastUpdated },
            IsPastDue = isPastDue,
        };
        var outcome = await runner.RunAsync(
            function,
            (scopes, attempt, cancellationToken) => new TimerInvocation(function, info, scopes, attempt, cancellationToken),
            tokens);
        if (status is not null && outcome != TriggerOutcome.Abandoned)
        {
            status = new ScheduleStatus { Last = occurrence, Next = next, LastUpdated = Now };
            await monitor.WriteAsync(function.Name, status);
        }

        // A delay may end a moment before its time; the same occurrence must not run again.
        return trigger.Schedule.Next(Now > occurrence ? Now : occurrence);
    }
}
