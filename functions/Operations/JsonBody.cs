using System.Buffers;
using System.IO.Pipelines;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Operations;

/// <summary>Reads a request's JSON body, bounded and strict.</summary>
public static class JsonBody
{
    /// <summary>Most bytes of a vote, a token request and the like.</summary>
    public const int SmallLimit = 8 * 1024;

    /// <summary>Most bytes of a poll: 20 options of 120 characters, even if every one is written as \uXXXX.</summary>
    public const int PollLimit = 32 * 1024;

    /// <summary>The body, or the problem with it.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="type">How it is read.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="tryRead">A faster way to read what is usual: null for anything else, which is then read by <paramref name="type"/>.</param>
    public static async ValueTask<(T? Value, Problem? Problem)> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int limit, Func<ReadOnlySpan<byte>, T?>? tryRead = null)
        where T : class
    {
        // Most say just that, and need no parser for it.
        if (request.ContentType != MediaTypeNames.Application.Json && !request.HasJsonContentType())
            return (null, new Problem(Errors.UnsupportedMediaType, "The body must be application/json."));
        if (request.ContentLength > limit)
            return (null, TooLarge(limit));

        var reader = request.BodyReader;
        ReadResult read;
        while (true)
        {
            read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                // Given back, so that the server can read the rest away and keep the connection.
                reader.AdvanceTo(read.Buffer.End);
                return (null, TooLarge(limit));
            }

            if (read.IsCompleted)
                break;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        try
        {
            return tryRead is not null && read.Buffer.IsSingleSegment && tryRead(read.Buffer.FirstSpan) is { } usual
                ? (usual, null)
                : Parse(read.Buffer, type);
        }
        finally
        {
            reader.AdvanceTo(read.Buffer.End);
        }
    }

    /// <summary>One JSON value and nothing behind it, or the problem with it.</summary>
    internal static (T? Value, Problem? Problem) Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 8 });
            var value = JsonSerializer.Deserialize(ref json, type);
            if (value is not null && !json.Read())
                return (value, null);
            return (null, new Problem(Errors.MalformedJson, "The body must be one JSON object."));
        }
        catch (JsonException e)
        {
            return (null, Malformed(e));
        }
    }

    private static Problem Malformed(JsonException e)
    {
        var field = e.Path?.TrimStart('$').TrimStart('.');
        return string.IsNullOrEmpty(field)
            ? new Problem(Errors.MalformedJson, $"The body is not as this call takes it, at line {e.LineNumber + 1}, byte {e.BytePositionInLine}.")
            : new Problem(Errors.MalformedJson)
            {
                Errors = new Dictionary<string, string[]> { [field] = ["Unknown, missing or of the wrong type."] },
            };
    }

    private static Problem TooLarge(int limit) => new(Errors.BodyTooLarge, $"The body may have at most {limit} bytes.");
}
