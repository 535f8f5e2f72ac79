using System.Globalization;
using LiveTally.Local.Faults;

namespace LiveTally.Local.EventHubs;

/// <summary>What goes wrong with one append.</summary>
internal readonly record struct AppendFault(bool Fails, bool LosesAnswer, TimeSpan Delay)
{
    public bool IsNone => this == default;
}

/// <summary>Draws the faults of appends, for the event hub by its name and for a partition by its id.</summary>
internal sealed class AppendFaults(FaultInjector injector, string eventHubName, int partitionCount)
{
    private readonly string[] ids =
        [.. Enumerable.Range(0, partitionCount).Select(static p => p.ToString(CultureInfo.InvariantCulture))];

    public AppendFault Draw(int partition)
    {
        var delay = Draw(FaultKinds.LogDelay, partition);
        var fails = Draw(FaultKinds.LogFail, partition) is not null;
        var losesAnswer = !fails && Draw(FaultKinds.LogLostAnswer, partition) is not null;
        return new AppendFault(fails, losesAnswer, TimeSpan.FromMilliseconds(delay?.Amount ?? 0));
    }

    private FaultRule? Draw(string kind, int partition) =>
        injector.Draw(kind, eventHubName) ?? (Names(kind, ids[partition]) ? injector.Draw(kind, ids[partition]) : null);

    /// <summary>Whether a rule is for that partition: one for all must not get a second chance.</summary>
    private bool Names(string kind, string id)
    {
        foreach (var rule in injector.Rules)
        {
            if (rule.Kind == kind && rule.On == id)
                return true;
        }

        return false;
    }
}
