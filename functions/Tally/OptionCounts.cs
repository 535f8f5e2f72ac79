using System.Collections.Immutable;

namespace LiveTally.Tally;

/// <summary>Counts per option, of a box or of several.</summary>
internal static class OptionCounts
{
    /// <summary>Option by option, the sum over the boxes.</summary>
    public static ImmutableArray<long> Sum(IEnumerable<ImmutableArray<long>> boxes, int options)
    {
        var sum = new long[options];
        foreach (var counts in boxes)
        {
            for (var option = 0; option < options; option++)
                sum[option] += counts[option];
        }

        return [.. sum];
    }

    /// <summary>Whether both are missing, or both say the same.</summary>
    public static bool Same(ImmutableArray<long>? counts, ImmutableArray<long>? others) =>
        (counts ?? default).AsSpan().SequenceEqual((others ?? default).AsSpan());
}
