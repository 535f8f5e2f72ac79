using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LiveTally.Local.CosmosDb.Items;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Batches;

/// <summary>Writes the results of a batch as HybridRow: a segment, then a record with a CRC and a row for each.</summary>
internal sealed class BatchResultWriter
{
    private const byte StatusPresent = 0b0011, ETagPresent = 0b0100, BodyPresent = 0b1000;
    private const byte RequestChargeToken = 6;
    private const int MaxVarintLength = 5;

    private readonly ArrayBufferWriter<byte> output = new(1024);
    private readonly ArrayBufferWriter<byte> row = new(1024);
    private readonly ArrayBufferWriter<byte> document = new(1024);

    private BatchResultWriter()
    {
        var segment = output.GetSpan(HybridRow.SegmentLength);
        HybridRow.WriteHeader(segment, HybridRow.SegmentSchema);
        segment[HybridRow.HeaderLength] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(segment[(HybridRow.HeaderLength + 1)..], HybridRow.SegmentLength);
        output.Advance(HybridRow.SegmentLength);
    }

    /// <param name="withBody">Whether the result of the operation with this index is to hold the document as well as its ETag.</param>
    public static ReadOnlyMemory<byte> Write(ContainerInfo container, IReadOnlyList<ItemResult> results, Func<int, bool> withBody)
    {
        var writer = new BatchResultWriter();
        for (var i = 0; i < results.Count; i++)
        {
            writer.Add(container, results[i], withBody(i));
        }

        return writer.output.WrittenMemory;
    }

    private void Add(ContainerInfo container, ItemResult result, bool withBody)
    {
        row.ResetWrittenCount();
        var head = row.GetSpan(HybridRow.HeaderLength + 1 + (2 * sizeof(int)));
        HybridRow.WriteHeader(head, HybridRow.ResultSchema);
        withBody &= result is { Succeeded: true, Item: not null };
        head[HybridRow.HeaderLength] = (byte)(StatusPresent | (result.Item is null ? 0 : ETagPresent) | (withBody ? BodyPresent : 0));
        BinaryPrimitives.WriteInt32LittleEndian(head[(HybridRow.HeaderLength + 1)..], result.Status);
        BinaryPrimitives.WriteInt32LittleEndian(head[(HybridRow.HeaderLength + 1 + sizeof(int))..], 0);
        row.Advance(HybridRow.HeaderLength + 1 + (2 * sizeof(int)));
        if (result.Item is { } item)
        {
            WriteVariable(Encoding.ASCII.GetBytes(ETag.Document(container.Number, item.Lsn)));
            if (withBody)
            {
                document.ResetWrittenCount();
                SystemProperties.Write(document, container, item.Number, item.Lsn, item.Timestamp, item.Body);
                WriteVariable(document.WrittenSpan);
            }
        }

        var charge = row.GetSpan(2 + sizeof(double));
        (charge[0], charge[1]) = (HybridRow.Float64, RequestChargeToken);
        BinaryPrimitives.WriteDoubleLittleEndian(charge[2..], result.Charge);
        row.Advance(2 + sizeof(double));
        WriteRecord(row.WrittenSpan);
    }

    private void WriteRecord(ReadOnlySpan<byte> content)
    {
        var head = output.GetSpan(HybridRow.RecordLength);
        HybridRow.WriteHeader(head, HybridRow.RecordSchema);
        BinaryPrimitives.WriteInt32LittleEndian(head[HybridRow.HeaderLength..], content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[(HybridRow.HeaderLength + sizeof(int))..], Crc32.HashToUInt32(content));
        output.Advance(HybridRow.RecordLength);
        output.Write(content);
    }

    private void WriteVariable(ReadOnlySpan<byte> content)
    {
        var span = row.GetSpan(MaxVarintLength);
        var count = 0;
        var rest = (uint)content.Length;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[count++] = (byte)(rest | 0x80);
        }

        span[count++] = (byte)rest;
        row.Advance(count);
        row.Write(content);
    }
}
