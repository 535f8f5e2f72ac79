using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LiveTally.Votes;

/// <summary>Reads a batch line by line as it arrives, in bounded memory.</summary>
internal static class BatchLines
{
    /// <summary>
    /// The lines with their numbers, from 1, without empty ones. A line is valid until the next is asked for; null is one of more than
    /// <paramref name="limit"/> bytes.
    /// </summary>
    public static async IAsyncEnumerable<(int Number, ReadOnlySequence<byte>? Line)> ReadAsync(
        PipeReader reader, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (number, skipping) = (1, false);
        ReadOnlySequence<byte>? held = null;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                held = read.Buffer;
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    if (Take(rest.Slice(0, end), limit, skipping) is var (line, any) && any)
                        yield return (number, line);
                    (number, skipping) = (number + 1, false);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (read.IsCompleted)
                {
                    if (Take(rest, limit, skipping) is var (last, any) && any)
                        yield return (number, last);
                    yield break;
                }

                // Of a line that is too long already only its end is of interest.
                skipping |= rest.Length > limit;
                reader.AdvanceTo(skipping ? rest.End : rest.Start, rest.End);
                held = null;
            }
        }
        finally
        {
            // Given back also when nobody asks for the rest, so that the server can read it away and the answer arrives.
            if (held is { } buffer)
                reader.AdvanceTo(buffer.End);
        }
    }

    private static (ReadOnlySequence<byte>? Line, bool Any) Take(ReadOnlySequence<byte> line, int limit, bool skipped) =>
        skipped || line.Length > limit ? (null, true) : (line, !IsBlank(line));

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
                return false;
        }

        return true;
    }
}
