using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Operations;

/// <summary>
/// Writes a JSON body in one piece with its length, so that it goes out as one packet and not in chunks; the memory that it is written to is used
/// again.
/// </summary>
internal static class JsonResponse
{
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static Task WriteAsync<T>(HttpResponse response, T value, JsonTypeInfo<T> type)
    {
        var bytes = Serialize(value, type);
        response.ContentLength = bytes.Length;
        bytes.CopyTo(response.BodyWriter.GetSpan(bytes.Length));
        response.BodyWriter.Advance(bytes.Length);
        if (buffer!.Capacity > KeptBytes)
            buffer = null;
        return response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted).AsTask();
    }

    /// <summary>The value's JSON, valid until this thread is asked for the next.</summary>
    public static ReadOnlySpan<byte> Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        writer ??= new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { SkipValidation = true, Encoder = type.Options.Encoder });
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
