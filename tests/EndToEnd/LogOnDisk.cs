using LiveTally.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.EndToEnd;

/// <summary>The vote log in the data directory of a process that does not run: for events that no client can send.</summary>
internal static class LogOnDisk
{
    public static async Task AppendAsync(string data, int partitions, int partition, params IEnumerable<byte[]> events)
    {
        var options = new EventLogOptions { DataDirectory = Path.Combine(data, "eventhubs"), PartitionCount = partitions };
        await using var log = EventLog.Open(options, NullLogger<EventLog>.Instance, TimeProvider.System);
        foreach (var some in events.Chunk(1_000))
            await log.AppendAsync(partition, [.. some.Select(body => (ReadOnlyMemory<byte>)body)], TestContext.Current.CancellationToken);
    }

    /// <summary>A whole vote, as log-event.proto has it.</summary>
    public static byte[] Vote(string poll, int box, int voter, byte choice)
    {
        byte[] vote =
        [
            0x0A, 16, .. BitConverter.GetBytes(voter), .. new byte[12],
            0x12, 16, .. Guid.CreateVersion7().ToByteArray(bigEndian: true),
            0x1A, 1, choice,
            0x20, .. Varint(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
        ];
        return [0x08, 1, 0x12, 8, .. System.Text.Encoding.ASCII.GetBytes(poll), 0x18, .. Varint(box), 0x2A, (byte)vote.Length, .. vote];
    }

    private static IEnumerable<byte> Varint(long value)
    {
        for (; value > 0x7F; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
