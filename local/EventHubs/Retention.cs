using Microsoft.Extensions.Logging;

namespace LiveTally.Local.EventHubs;

/// <summary>Deletes whole segments, oldest first; asked when the log is opened, when a segment is complete, and by the clock.</summary>
internal sealed class Retention(
    EventLogOptions options, SegmentList segments, PartitionIndex[] partitions, ILogger logger, TimeProvider timeProvider)
{
    public void Apply()
    {
        while (segments.FirstExpired(options, timeProvider.GetUtcNow()) is { } segment)
        {
            try
            {
                File.Delete(segment.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // None after it may go either: the log must not have holes.
                Log.SegmentNotDeleted(logger, segment.Path, e);
                return;
            }

            foreach (var partition in partitions)
                partition.RemoveBefore(segment.End);
            segments.RemoveFirst();
            Log.SegmentDeleted(logger, segment.Path, segment.Length);
        }
    }
}
