using System.Text;
using LiveTally.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.FunctionsHost.Startup;

public sealed class WhereAGroupBegins
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{ "type": "fromStart" }""", "early,late")]
    [InlineData("""{ "type": "fromEnd" }""", null)]
    [InlineData("""{ "type": "fromEnqueuedTime", "enqueuedTimeUtc": "2026-03-01T12:00:00Z" }""", "late")]
    public async Task Without_a_checkpoint_a_group_begins_where_host_json_says(string options, string? before)
    {
        using var data = new TemporaryDirectory();
        using var program = new TemporaryDirectory();
        await AppendAsync(data, "early", "2026-03-01T11:00:00Z");
        await AppendAsync(data, "late", "2026-03-01T13:00:00Z");
        var copy = SampleProcess.CopyTo(program.Path, $$"""{ "extensions": { "eventHubs": { "initialOffsetOptions": {{options}} } } }""");

        using var process = SampleProcess.Launch(["dotnet", copy], data.Path);
        using var client = new HttpClient { BaseAddress = await process.AddressAsync() };
        if (before is not null)
            await process.Output.WaitAsync(lines => lines.Contains($"batch ends: {before}"));
        else
            await Task.Delay(500, Cancellation);
        using var answer = await client.PostAsync(new Uri("api/append/now", UriKind.Relative), null, Cancellation);

        var lines = await process.Output.WaitAsync(lines => lines.Contains("batch begins: now"));
        Assert.Equal([.. before is null ? Array.Empty<string>() : [$"batch begins: {before}"], "batch begins: now"], lines.Where(line => line.StartsWith("batch begins", StringComparison.Ordinal)));
    }

    private static async Task AppendAsync(TemporaryDirectory data, string text, string time)
    {
        var options = new EventLogOptions { DataDirectory = Path.Combine(data.Path, "eventhubs"), PartitionCount = 32 };
        await using var log = EventLog.Open(options, NullLogger<EventLog>.Instance, new FixedTime(DateTimeOffset.Parse(time, null)));
        await log.AppendAsync(0, [Encoding.UTF8.GetBytes(text)], Cancellation);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
