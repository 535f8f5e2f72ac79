using System.Diagnostics;

namespace LiveTally.Bench;

internal static class Percentiles
{
    /// <summary>p50, p95, p99 and the worst of stopwatch ticks, in milliseconds.</summary>
    public static string Of(long[] ticks)
    {
        Array.Sort(ticks);
        return $"p50 {InOrder(ticks, 0.5):N1}  p95 {InOrder(ticks, 0.95):N1}  p99 {InOrder(ticks, 0.99):N1}  worst {InOrder(ticks, 1):N1} ms";
    }

    /// <summary>The milliseconds within which that share of them were; 0 when there are none.</summary>
    public static double At(long[] ticks, double share)
    {
        Array.Sort(ticks);
        return ticks.Length == 0 ? 0 : InOrder(ticks, share);
    }

    private static double InOrder(long[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))] * 1000.0 / Stopwatch.Frequency;
}
