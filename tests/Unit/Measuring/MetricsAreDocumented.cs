using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LiveTally.Operations;

namespace LiveTally.Tests.Unit.Measuring;

public sealed partial class MetricsAreDocumented
{
    [Fact]
    public void The_instruments_and_their_table_are_equal()
    {
        var instruments = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    lock (instruments)
                        instruments.Add($"{instrument.Name} {instrument.Unit}");
                }
            },
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(Telemetry).TypeHandle);
        Telemetry.ObserveLogLag(() => []);
        Telemetry.ObserveConnections(() => 0);

        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md"));
        Assert.Equal(
            instruments.Order(StringComparer.Ordinal),
            Row().Matches(page).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `(livetally\.[a-z_.]+)` \| ([^ |]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
