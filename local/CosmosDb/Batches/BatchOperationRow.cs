using System.Text;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Items;

namespace LiveTally.Local.CosmosDb.Batches;

/// <summary>One operation as it stands in a batch request, whichever way that is written.</summary>
internal sealed record BatchOperationRow(OperationType Type)
{
    private const int Document = 2;

    /// <summary>The partition key as JSON, in bulk requests.</summary>
    public string? PartitionKey { get; init; }

    public string? Id { get; init; }

    public byte[] Body { get; init; } = [];

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    public bool Minimal { get; init; }

    /// <exception cref="CosmosException">400: not a row of the batch operation schema.</exception>
    public static BatchOperationRow Parse(ReadOnlySpan<byte> row)
    {
        if (!HybridRow.HasHeader(row, HybridRow.OperationSchema))
        {
            throw Malformed("not an operation row");
        }

        var reader = new RowReader(row[HybridRow.HeaderLength..]);
        var present = reader.Byte();
        var type = (OperationType)reader.Int32();
        if (reader.Int32() != Document || !Enum.IsDefined(type))
        {
            throw Malformed($"operation type {(int)type} is not supported");
        }

        var operation = new BatchOperationRow(type) { PartitionKey = Text(Field(ref reader, 2)) };
        Field(ref reader, 3);
        operation = operation with { Id = Text(Field(ref reader, 4)) };
        Field(ref reader, 5);
        operation = operation with { Body = Field(ref reader, 6).ToArray() };
        while (!reader.AtEnd)
        {
            operation = operation.ReadSparse(ref reader);
        }

        return operation;

        ReadOnlySpan<byte> Field(ref RowReader reader, int bit) => (present >> bit & 1) != 0 ? reader.Variable() : [];
    }

    // Path tokens are a property's place in the schema, from 1.
    private BatchOperationRow ReadSparse(ref RowReader reader)
    {
        switch (reader.Byte(), reader.Byte())
        {
            case (HybridRow.Utf8, 8): // The indexing directive: there is no index to direct.
                reader.Variable();
                return this;
            case (HybridRow.Utf8, 9):
                return this with { IfMatch = Text(reader.Variable()) };
            case (HybridRow.Utf8, 10):
                return this with { IfNoneMatch = Text(reader.Variable()) };
            case (HybridRow.True, 12):
                return this with { Minimal = true };
            case (HybridRow.False, 12):
                return this;
            case var (type, token):
                throw Malformed($"sparse field {token} of type {type}");
        }
    }

    private static string? Text(ReadOnlySpan<byte> field) => field.IsEmpty ? null : Encoding.UTF8.GetString(field);

    private static CosmosException Malformed(string reason) => CosmosException.BadRequest($"The batch request is malformed: {reason}.");
}
