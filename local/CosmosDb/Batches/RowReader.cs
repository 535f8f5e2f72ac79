using System.Buffers.Binary;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Batches;

/// <summary>Reads on through a row's bytes.</summary>
internal ref struct RowReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool AtEnd => rest.IsEmpty;

    /// <exception cref="CosmosException">400: the row ends too early. So too below.</exception>
    public ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)rest.Length)
        {
            throw CosmosException.BadRequest("The batch request is malformed: a row ends too early.");
        }

        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>A field after its length, seven bits of it in a byte, the lowest first.</summary>
    public ReadOnlySpan<byte> Variable()
    {
        var length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Byte();
            length |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return Take(length);
    }
}
