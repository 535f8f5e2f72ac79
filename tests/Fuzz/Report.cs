using System.Collections.Concurrent;
using System.Globalization;

namespace LiveTally.Tests.Fuzz;

/// <summary>What a run came to.</summary>
/// <param name="Requests">How many were sent.</param>
/// <param name="Violations">What was broken, each with the request that did it.</param>
/// <param name="Lines">The figures, for people.</param>
internal sealed record Report(int Requests, IReadOnlyList<string> Violations, IReadOnlyList<string> Lines)
{
    private const int Shown = 20;

    public static Report Of(FuzzOptions options, TimeSpan took, ConcurrentDictionary<string, int> answers, MemoryWatch memory, IReadOnlyList<string> violations)
    {
        var requests = answers.Values.Sum();
        return new Report(
            requests,
            violations,
            [
                $"seed        {options.Seed}",
                string.Create(CultureInfo.InvariantCulture, $"requests    {requests} in {took.TotalSeconds:F0} s"),
                $"answers     {string.Join(", ", answers.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Key}: {answer.Value}"))}",
                $"memory      {memory}",
                $"violations  {violations.Count}",
                .. violations.Take(Shown),
            ]);
    }
}
