namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>The system's clock, some way ahead; its timers keep real time.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref shift));
}
