namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>The system's clock, some way ahead; its timers keep real time.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long shift;
    private int failures;

    /// <summary>How many more times it cannot tell the time.</summary>
    public int Failures
    {
        get => Volatile.Read(ref failures);
        set => Volatile.Write(ref failures, value);
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    public override DateTimeOffset GetUtcNow()
    {
        if (Failures > 0)
        {
            Failures--;
            throw new InvalidOperationException("The clock has stopped.");
        }

        return System.GetUtcNow().AddTicks(Interlocked.Read(ref shift));
    }
}
