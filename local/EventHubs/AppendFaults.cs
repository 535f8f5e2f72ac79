using LiveTally.Local.Faults;

namespace LiveTally.Local.EventHubs;

/// <summary>Appends that wait, fail, or are durable and fail all the same, on demand.</summary>
internal sealed class AppendFaults(FaultInjector faults, string eventHubName, TimeProvider timeProvider)
{
    /// <summary>Appends, and lets go wrong what the rules say.</summary>
    public async ValueTask<long> AppendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, Func<IReadOnlyList<ReadOnlyMemory<byte>>, ValueTask<long>> append, CancellationToken cancellationToken)
    {
        if (faults.Draw(FaultKinds.LogDelay, eventHubName) is { } delay)
        {
            // The caller's memory is promised to be free again when the call returns.
            events = [.. events.Select(body => (ReadOnlyMemory<byte>)body.ToArray())];
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Amount), timeProvider, cancellationToken);
        }

        if (faults.Draw(FaultKinds.LogFail, eventHubName) is not null)
            throw new EventLogException(EventLogError.DiskRefused, "A fault on demand: nothing was appended.");
        var first = await append(events);
        if (faults.Draw(FaultKinds.LogLostAnswer, eventHubName) is not null)
            throw new EventLogException(EventLogError.AnswerLost, "A fault on demand: the events are on disk, and nobody is told.");
        return first;
    }
}
