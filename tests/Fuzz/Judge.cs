using System.Net;
using System.Text.Json;

namespace LiveTally.Tests.Fuzz;

/// <summary>Says what is wrong with an answer.</summary>
internal sealed class Judge(ApiDocument document, string dataDirectory)
{
    // What only a stack trace, an exception or this machine says. Nothing that is sent has any of it in it.
    private readonly string[] _leaks = [" at LiveTally", " at System", " at Microsoft", "Exception", ".cs:line", "StackTrace", "Sqlite", dataDirectory];

    // The web server's own, for requests that are none.
    private static readonly int[] Bare = [400, 413, 414, 431];

    public string? Find(FuzzRequest request, HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        if (Leak(body) is { } leak)
            return $"The answer says '{leak}'.";
        if (status >= 500)
            return $"The answer is {status}.";
        if (status < 400 || request.Method == "HEAD")
            return null;
        if (body.Length == 0)
            return Bare.Contains(status) && response.Headers.ConnectionClose == true ? null : $"The answer is {status} without a body.";
        if (!response.Headers.TryGetValues("X-Content-Type-Options", out _))
            return $"The answer with {status} has no header for browsers.";
        return response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? FindInProblem(response.StatusCode, body) : $"The answer with {status} is no problem.";
    }

    /// <summary>What should be in no answer, if it is there.</summary>
    public string? Leak(string text) => _leaks.FirstOrDefault(leak => text.Contains(leak, StringComparison.Ordinal));

    private string? FindInProblem(HttpStatusCode status, string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            var code = problem.RootElement.GetProperty("code").GetString()!;
            if (!document.Codes.Contains(code))
                return $"The code {code} is not documented.";
            return problem.RootElement.GetProperty("status").GetInt32() == (int)status ? null : $"The problem of {status} names another status.";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return $"The problem is none: {e.Message}";
        }
    }
}
