using System.Diagnostics;

namespace LiveTally.Bench;

internal static class Percentiles
{
    /// <summary>p50, p95, p99 and the worst of stopwatch ticks, in milliseconds.</summary>
    public static string Of(long[] ticks)
    {
        Array.Sort(ticks);
        double At(double share) => ticks[Math.Min(ticks.Length - 1, (int)(share * ticks.Length))] * 1000.0 / Stopwatch.Frequency;
        return $"p50 {At(0.5):N1}  p95 {At(0.95):N1}  p99 {At(0.99):N1}  worst {At(1):N1} ms";
    }
}
