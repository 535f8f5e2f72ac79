using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Operations;

/// <summary>Successful answers with a JSON body written by generated code.</summary>
public static class Answers
{
    public static IResult Status<T>(int status, T value, JsonTypeInfo<T> type) => new JsonAnswer<T>(status, value, type);

    public static IResult Ok<T>(T value, JsonTypeInfo<T> type) => Status(StatusCodes.Status200OK, value, type);

    public static IResult Accepted<T>(T value, JsonTypeInfo<T> type) => Status(StatusCodes.Status202Accepted, value, type);

    public static IResult Created<T>(string? location, T value, JsonTypeInfo<T> type) =>
        new JsonAnswer<T>(StatusCodes.Status201Created, value, type, location);

    /// <summary>
    /// The value, or 304 when the client has this version. <paramref name="cacheControl"/> goes with either.
    /// </summary>
    public static IResult Versioned<T>(HttpRequest request, T value, JsonTypeInfo<T> type, string etag, string cacheControl) =>
        Versioned(request, Ok(value, type), etag, cacheControl);

    /// <summary>The answer, or 304 when the client has this version. <paramref name="cacheControl"/> goes with either.</summary>
    public static IResult Versioned(HttpRequest request, IResult answer, string etag, string cacheControl)
    {
        request.HttpContext.Response.Headers.ETag = etag;
        request.HttpContext.Response.Headers.CacheControl = cacheControl;
        return request.Headers.IfNoneMatch.Any(sent => sent is not null && Names(sent, etag))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : answer;
    }

    // A comparison of caches: weak, over a list (RFC 9110, 8.8.3.2 and 13.1.2).
    private static bool Names(string ifNoneMatch, string etag) => ifNoneMatch.Split(',', StringSplitOptions.TrimEntries).Any(tag =>
        tag == "*" || (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag) == etag);

    private sealed class JsonAnswer<T>(int status, T value, JsonTypeInfo<T> type, string? location = null) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            if (location is not null)
                response.Headers.Location = location;
            return JsonResponse.WriteAsync(response, value, type);
        }
    }
}
