using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Operations;

/// <summary>An error as an answer: RFC 9457 <c>application/problem+json</c>.</summary>
public sealed class Problem(Error error, string? detail = null) : IResult
{
    private const string JsonProblem = "application/problem+json";

    public Error Error { get; } = error;

    /// <summary>This occurrence's own words.</summary>
    public string Detail => detail ?? Error.Title;

    /// <summary>Field → what is wrong with it.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When a retry makes sense; sent as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same in whole seconds, at least 1.</summary>
    public int? RetryAfterSeconds => RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        Telemetry.RequestsRefused.Add(1, new KeyValuePair<string, object?>("code", Error.Code));
        var response = httpContext.Response;
        response.StatusCode = Error.Status;
        response.ContentType = JsonProblem;
        response.Headers.CacheControl = "no-store";
        if (Error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        var body = new ProblemBody(Error.Type, Error.Title, Error.Status, Detail, Error.Code, Errors);
        return JsonResponse.WriteAsync(response, body, AppJson.Default.ProblemBody);
    }
}

/// <summary>The members of a problem, as RFC 9457 names them, and the two of this API: <c>code</c> and <c>errors</c>.</summary>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyDictionary<string, string[]>? Errors);
