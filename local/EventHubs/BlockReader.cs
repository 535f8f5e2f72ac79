namespace LiveTally.Local.EventHubs;

/// <summary>Fetches blocks, from memory where they are recent, else from their segment.</summary>
internal sealed class BlockReader(TailCache cache, SegmentList segments)
{
    /// <summary>The block, or <see langword="null"/> if retention has deleted it meanwhile.</summary>
    /// <exception cref="EventLogException">Its checksum fails.</exception>
    public async ValueTask<(BlockHeader Header, ReadOnlyMemory<byte> Bytes)?> ReadAsync(
        BlockEntry entry, CancellationToken cancellationToken)
    {
        var segment = segments.Find(entry.Position);
        if (segment is null)
            return null;
        if (!cache.TryGet(entry, out var bytes))
        {
            var buffer = GC.AllocateUninitializedArray<byte>(entry.Length);
            try
            {
                await segment.ReadAsync(entry.Position, buffer, cancellationToken);
            }
            catch (ObjectDisposedException) when (segments.Find(entry.Position) != segment)
            {
                return null;
            }

            bytes = buffer;
        }

        if (!BlockHeader.TryRead(bytes.Span, entry.Position, out var header))
        {
            throw new EventLogException(
                EventLogError.Corrupt,
                $"The event log is damaged: a record fails its checksum: {segment.Path} at byte {entry.Position - segment.Position}");
        }

        return (header, bytes);
    }
}
