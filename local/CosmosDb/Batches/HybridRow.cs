using System.Buffers.Binary;

namespace LiveTally.Local.CosmosDb.Batches;

/// <summary>
/// Constants of the HybridRow encoding and the two batch schemas. A row is: version, schema id, a presence bit per fixed or variable
/// field, the fixed fields, the variable fields that are present, each after its length, then sparse fields as type, path token, value.
/// </summary>
internal static class HybridRow
{
    public const byte Version = 0x81;
    public const int SegmentSchema = 2147473648;
    public const int RecordSchema = 2147473649;
    public const int OperationSchema = 2145473648;
    public const int ResultSchema = 2145473649;

    /// <summary>Version and schema id.</summary>
    public const int HeaderLength = 5;

    /// <summary>A segment's header: row header, presence, and its own length.</summary>
    public const int SegmentLength = 10;

    /// <summary>A record's header: row header, then the length and the CRC-32 of the row that follows.</summary>
    public const int RecordLength = 13;

    /// <summary>Type codes of sparse fields. A Boolean's value is its type.</summary>
    public const byte False = 2, True = 3, Int32 = 7, Float64 = 16, Utf8 = 20;

    public static void WriteHeader(Span<byte> row, int schema)
    {
        row[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(row[1..], schema);
    }

    public static bool HasHeader(ReadOnlySpan<byte> row, int schema) =>
        row.Length > HeaderLength && row[0] == Version && BinaryPrimitives.ReadInt32LittleEndian(row[1..]) == schema;
}
