namespace LiveTally.Local.Faults;

/// <summary>
/// The system's clock, wrong by what a standing <see cref="FaultKinds.ClockStep"/> says. Timers and <see cref="TimeProvider.GetTimestamp"/>
/// run on as ever: a wall clock that is set anew changes neither.
/// </summary>
public sealed class SteppedClock(FaultInjector faults) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + TimeSpan.FromMilliseconds(faults.Standing(FaultKinds.ClockStep)?.Amount ?? 0);
}
