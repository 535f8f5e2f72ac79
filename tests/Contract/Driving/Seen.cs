using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LiveTally.Tests.Contract.Driving;

/// <summary>An answer that came.</summary>
internal sealed partial record Seen(int Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public string? Code => MediaType == "application/problem+json" ? JsonNode.Parse(Text)!["code"]?.GetValue<string>() : null;

    public static async Task<Seen> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>An answer as it came over the wire, whose body is one JSON object in one chunk.</summary>
    public static Seen Parse(string answer)
    {
        var head = answer.Split("\r\n\r\n")[0].Split("\r\n");
        var headers = head.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(header => header[0], header => header[1], StringComparer.OrdinalIgnoreCase);
        return new Seen(int.Parse(head[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), headers.GetValueOrDefault("Content-Type")?.Split(';')[0], headers, Object().Match(answer).Value);
    }

    [GeneratedRegex(@"\{.*\}", RegexOptions.Singleline)]
    private static partial Regex Object();
}
