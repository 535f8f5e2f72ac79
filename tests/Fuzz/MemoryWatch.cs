using System.Diagnostics;

namespace LiveTally.Tests.Fuzz;

/// <summary>Samples the working set of the program under test.</summary>
internal sealed class MemoryWatch(int processId)
{
    // Far above what it takes, far below what a leak per request comes to.
    private const int MaxMiB = 1_200;
    private const int MaxGrowthMiB = 250;

    private readonly List<int> _samples = [];

    public void Sample()
    {
        using var process = Process.GetProcessById(processId);
        lock (_samples)
            _samples.Add((int)(process.WorkingSet64 >> 20));
    }

    /// <summary>What is wrong, if anything: too much in all, or growth from the run's middle, when all code and caches are warm, to its end.</summary>
    public string? Violation()
    {
        if (_samples.Max() > MaxMiB)
            return $"The working set came to {_samples.Max()} MiB.";
        return _samples[^1] - _samples[_samples.Count / 2] > MaxGrowthMiB ? $"The working set grows: {this}" : null;
    }

    public override string ToString() => $"{_samples[0]} MiB at first, {_samples[_samples.Count / 2]} in the middle, {_samples[^1]} at last, {_samples.Max()} at most";
}
