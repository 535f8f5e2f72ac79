using System.Globalization;
using System.Text;
using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs.Host;

/// <summary>Writers that append as fast as they can and readers that move checkpoints, until the process is killed.</summary>
internal static class Load
{
    private const int Writers = 32;

    /// <summary>
    /// Prints <c>append partition first writer number ok</c> for each append once it is acknowledged, and
    /// <c>checkpoint partition number ok</c> for each checkpoint once it is written. A line without its end was cut by the kill.
    /// </summary>
    public static Task RunAsync(EventLog log, int round)
    {
        var output = Console.OpenStandardOutput();
        return Task.WhenAll([
            .. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))),
            .. Enumerable.Range(0, log.PartitionCount).Select(partition => Task.Run(() => ReadAsync(partition))),
        ]);

        async Task WriteAsync(int writer)
        {
            var partition = writer % log.PartitionCount;
            for (var number = 0; ; number++)
            {
                var events = new LoadAppend(round, writer, number).Events();
                var first = await log.AppendAsync(partition, events, CancellationToken.None);
                Print($"append {partition} {first} {writer} {number} ok\n");
            }
        }

        async Task ReadAsync(int partition)
        {
            for (var next = log.GetProperties(partition).LastEnqueuedSequenceNumber + 1; ;)
            {
                await log.WaitAsync(partition, next, CancellationToken.None);
                var events = await log.ReadAsync(partition, next, 100, CancellationToken.None);
                await log.Checkpoints.WriteAsync("load", partition, events[^1].SequenceNumber);
                Print($"checkpoint {partition} {events[^1].SequenceNumber} ok\n");
                next = events[^1].SequenceNumber + 1;
            }
        }

        void Print(FormattableString line)
        {
            var bytes = Encoding.ASCII.GetBytes(line.ToString(CultureInfo.InvariantCulture));
            lock (output)
                output.Write(bytes);
        }
    }
}
