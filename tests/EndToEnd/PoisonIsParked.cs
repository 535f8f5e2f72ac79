using System.Text.Json;
using LiveTally.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.EndToEnd;

public sealed class PoisonIsParked
{
    // A whole vote for box 0 of the poll aaaaaaaa, which does not exist, as log-event.proto has it.
    private static readonly byte[] VoteForNoPoll =
    [
        0x08, 1, 0x12, 8, .. "aaaaaaaa"u8, 0x2A, 41, 0x0A, 16, .. new byte[16], 0x12, 16, .. new byte[16], 0x1A, 1, 0, 0x20, 1,
    ];

    [Fact]
    public async Task An_event_that_cannot_be_counted_is_kept_whole_with_its_reason_and_blocks_nothing()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "2"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.TokenAsync(poll)));
        await process.StopAsync();

        await using (var log = EventLog.Open(
            new EventLogOptions { DataDirectory = Path.Combine(process.Data, "eventhubs"), PartitionCount = 2 }, NullLogger<EventLog>.Instance, TimeProvider.System))
        {
            await log.AppendAsync(0, [new byte[] { 1, 2, 3 }, VoteForNoPoll], TestContext.Current.CancellationToken);
            await log.AppendAsync(1, [new byte[] { 0xFF }], TestContext.Current.CancellationToken);
        }

        await process.StartAgainAsync();
        await Task.WhenAll(tokens.Select(token => client.VoteAsync(poll, token, [1])));
        await client.ResultsAsync(poll, results => results.Ballots() == 20);

        var parked = Directory.GetFiles(Path.Combine(process.Data, "deadletters")).Order(StringComparer.Ordinal)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)
            .Select(letter => (letter.GetProperty("partition").GetInt32(), letter.GetProperty("sequenceNumber").GetInt64(), letter.GetProperty("body").GetBytesFromBase64(), letter.GetProperty("reason").GetString()!))
            .ToArray();
        Assert.Equal([(0, 0), (0, 1), (1, 0)], parked.Select(letter => (letter.Item1, (int)letter.Item2)));
        Assert.Equal([[1, 2, 3], VoteForNoPoll, [0xFF]], parked.Select(letter => letter.Item3));
        Assert.Equal("There is no poll aaaaaaaa.", parked[1].Item4);
    }
}
