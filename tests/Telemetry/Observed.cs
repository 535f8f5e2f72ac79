using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Telemetry;

/// <summary>One process for all tests, which exports its traces here, and whose log begins with an event that nobody can read.</summary>
public sealed partial class Observed : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("livetally-").FullName;
    private readonly HttpClient _http = new();

    public LiveTallyProcess Process { get; private set; } = null!;

    public OtlpReceiver Receiver { get; private set; } = null!;

    public Client Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await LogOnDisk.AppendAsync(_data, 2, 0, [0xFF]);
        Receiver = await OtlpReceiver.StartAsync();
        Process = await LiveTallyProcess.StartAsync(
            _data,
            ("LIVETALLY_FAULTS", "true"),
            ("LIVETALLY_PARTITIONS", "2"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", Receiver.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"));
        Client = new Client(Process.Address, Process.AdminKey);
    }

    /// <summary>The metrics as they are now: by name and labels, as the page writes them.</summary>
    public async Task<IReadOnlyDictionary<string, double>> MetricsAsync()
    {
        var page = await _http.GetStringAsync(new Uri(Process.Address, "/metrics"), TestContext.Current.CancellationToken);
        return Sample().Matches(page).ToDictionary(
            sample => sample.Groups["name"].Value + ScopeLabels().Replace(sample.Groups["labels"].Value, "").Replace("{}", "", StringComparison.Ordinal),
            sample => double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>The metrics, once they satisfy the condition.</summary>
    public async Task<IReadOnlyDictionary<string, double>> MetricsAsync(Func<IReadOnlyDictionary<string, double>, bool> until)
    {
        var deadline = Environment.TickCount64 + 30_000;
        while (true)
        {
            var metrics = await MetricsAsync();
            if (until(metrics))
                return metrics;
            Assert.True(Environment.TickCount64 < deadline, string.Join('\n', metrics));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async Task UseFaultsAsync(string rules)
    {
        using var body = new StringContent($$"""{ "seed": 1, "rules": [{{rules}}] }""", Encoding.UTF8, "application/json");
        using var answer = await _http.PutAsync(new Uri(Process.Address, "/_faults"), body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public Task<string> FaultsAsync() => _http.GetStringAsync(new Uri(Process.Address, "/_faults"), TestContext.Current.CancellationToken);

    /// <summary>A poll of one box, so that votes meet.</summary>
    public Task<string> OpenPollAsync() => Client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, expectedVoters = 1 });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        await Process.DisposeAsync();
        await Receiver.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [GeneratedRegex(@"^(?<name>\w+)(?<labels>\{.*\})? (?<value>\S+)( \d+)?$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    // Which meter it comes from is on every line.
    [GeneratedRegex("""otel_scope_\w+="[^"]*",?""")]
    private static partial Regex ScopeLabels();
}

/// <summary>All tests with the one process, one after another: they look at what it has counted in between.</summary>
[CollectionDefinition(Name)]
public sealed class ObservedTests : ICollectionFixture<Observed>
{
    public const string Name = "Observed";
}
