using System.Buffers.Binary;
using System.IO.Hashing;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Batches;

/// <summary>Reads a batch request: HybridRow, which is a segment, then a record with a CRC and an operation row for each; or JSON.</summary>
internal static class BatchRequest
{
    /// <summary>As the service: at most 100 operations.</summary>
    public const int MaxOperations = 100;

    /// <summary>2 MB, and what the SDK allows itself on top in bulk mode for the rows around the documents.</summary>
    public const int MaxLength = 2202010;

    /// <exception cref="CosmosException">400: malformed, or too many operations. 413: too large.</exception>
    public static List<BatchOperationRow> Parse(byte[] body)
    {
        if (body.Length > MaxLength)
        {
            throw new CosmosException(413, $"Request size is too large: a batch has at most {MaxLength} bytes.");
        }

        var operations = JsonBatch.IsJson(body) ? JsonBatch.Parse(body) : ParseRows(body);
        return operations.Count is > 0 and <= MaxOperations
            ? operations
            : throw CosmosException.BadRequest($"Batch request has {operations.Count} operations; it may have 1 to {MaxOperations}.");
    }

    private static List<BatchOperationRow> ParseRows(ReadOnlySpan<byte> body)
    {
        if (!HybridRow.HasHeader(body, HybridRow.SegmentSchema))
        {
            throw CosmosException.BadRequest("The batch request is malformed: it does not start with a segment.");
        }

        // The segment says how long its own header is, behind a presence byte.
        var segment = new RowReader(body[(HybridRow.HeaderLength + 1)..]);
        var reader = new RowReader(body);
        reader.Take(segment.Int32());
        var operations = new List<BatchOperationRow>();
        while (!reader.AtEnd)
        {
            var record = reader.Take(HybridRow.RecordLength);
            var row = reader.Take(BinaryPrimitives.ReadInt32LittleEndian(record[HybridRow.HeaderLength..]));
            if (!HybridRow.HasHeader(record, HybridRow.RecordSchema)
                || BinaryPrimitives.ReadUInt32LittleEndian(record[(HybridRow.HeaderLength + sizeof(int))..]) != Crc32.HashToUInt32(row))
            {
                throw CosmosException.BadRequest("The batch request is malformed: a record's header or CRC is wrong.");
            }

            operations.Add(BatchOperationRow.Parse(row));
        }

        return operations;
    }
}
