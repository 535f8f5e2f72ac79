using System.Text;

namespace LiveTally.Votes;

/// <summary>As much of protobuf's encoding as a vote takes. Default values are left out, as proto3 has it.</summary>
internal ref struct ProtobufWriter(Span<byte> buffer)
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void Number(int field, ulong value)
    {
        if (value == 0)
            return;
        WriteVarint((ulong)((field << 3) | Varint));
        WriteVarint(value);
    }

    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        WriteHead(field, value.Length);
        value.CopyTo(_buffer[_length..]);
        _length += value.Length;
    }

    public void Text(int field, string value)
    {
        if (value.Length == 0)
            return;
        WriteHead(field, Encoding.UTF8.GetByteCount(value));
        _length += Encoding.UTF8.GetBytes(value, _buffer[_length..]);
    }

    /// <summary>A repeated field of small numbers.</summary>
    public void Packed(int field, scoped ReadOnlySpan<byte> values)
    {
        if (values.IsEmpty)
            return;
        var length = values.Length;
        foreach (var value in values)
            length += value >> 7;
        WriteHead(field, length);
        foreach (var value in values)
            WriteVarint(value);
    }

    private void WriteHead(int field, int length)
    {
        WriteVarint((ulong)((field << 3) | LengthDelimited));
        WriteVarint((ulong)length);
    }

    private void WriteVarint(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
            _buffer[_length++] = (byte)(value | 0x80);
        _buffer[_length++] = (byte)value;
    }
}
