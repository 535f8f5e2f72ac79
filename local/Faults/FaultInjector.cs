using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LiveTally.Local.Faults;

/// <summary>
/// Decides, each time a part of the local target asks, whether something goes wrong now. For tests: nothing goes wrong until
/// <see cref="Use"/> says what. One seed gives the same draws in the same order.
/// </summary>
public sealed class FaultInjector
{
    private const int MaxAmount = 3_600_000;

    private readonly ConcurrentDictionary<string, long> counts = new();
    private readonly Lock drawing = new();
    private volatile Armed[] armed = [];
    private Random random = new(0);

    /// <summary>The rules in force.</summary>
    public ImmutableArray<FaultRule> Rules => [.. armed.Select(rule => rule.Rule)];

    /// <summary>How many faults of each kind have been drawn since the start.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>Replaces all rules; those that are spent begin anew.</summary>
    /// <exception cref="ArgumentException">A rule names an unknown kind or a value out of range; the rules stay as they were.</exception>
    public void Use(int seed, IEnumerable<FaultRule> rules)
    {
        var next = rules.Select(rule => new Armed(Checked(rule))).ToArray();
        lock (drawing)
        {
            random = new Random(seed);
            armed = next;
        }
    }

    /// <summary>The fault of this kind that happens now to <paramref name="on"/>, or null.</summary>
    public FaultRule? Draw(string kind, string on)
    {
        // No lock where there is nothing to draw: the hot paths ask too.
        if (armed.Length == 0)
            return null;

        lock (drawing)
        {
            foreach (var candidate in armed)
            {
                if (candidate.Rule.Kind != kind || candidate.Left == 0 || (candidate.Rule.On is { } only && only != on))
                    continue;
                if (random.NextDouble() >= candidate.Rule.Rate)
                    continue;
                candidate.Left--;
                counts.AddOrUpdate(kind, 1, static (_, count) => count + 1);
                return candidate.Rule;
            }
        }

        return null;
    }

    /// <summary>The first rule of a kind that is no chance to be drawn but holds while it stands; null if there is none.</summary>
    public FaultRule? Standing(string kind)
    {
        foreach (var candidate in armed)
        {
            if (candidate.Rule.Kind == kind)
                return candidate.Rule;
        }

        return null;
    }

    private static FaultRule Checked(FaultRule rule)
    {
        if (!FaultKinds.All.Contains(rule.Kind))
            throw new ArgumentException($"There is no fault '{rule.Kind}'; there are {string.Join(", ", FaultKinds.All.Order())}.");
        if (rule.Rate is not (> 0 and <= 1))
            throw new ArgumentException($"{rule.Kind}: the rate must be above 0 and at most 1.");
        if (rule.Times is < 1)
            throw new ArgumentException($"{rule.Kind}: times must be at least 1.");
        var least = rule.Kind == FaultKinds.ClockStep ? -MaxAmount : 0;
        if (rule.Amount < least || rule.Amount > MaxAmount)
            throw new ArgumentException(FormattableString.Invariant($"{rule.Kind}: the amount must be {least:N0} to {MaxAmount:N0}."));
        return rule;
    }

    private sealed class Armed(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;

        public long Left { get; set; } = rule.Times ?? -1;
    }
}
