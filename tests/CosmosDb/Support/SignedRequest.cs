using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>Requests signed by hand, where the SDK would not send what a test wants to.</summary>
internal static class SignedRequest
{
    /// <param name="type">The resource type that is signed: dbs, colls or docs.</param>
    /// <param name="link">The resource, or the parent of the feed, that is signed: <c>dbs/db/colls/c</c>.</param>
    /// <param name="date">As it is sent; null: now. Empty: none at all.</param>
    /// <param name="dateHeader">x-ms-date, or Date.</param>
    public static HttpRequestMessage Create(
        HttpMethod method, string path, string type, string link, string? date = null, string? key = null, string dateHeader = "x-ms-date")
    {
        date ??= TimeProvider.System.GetUtcNow().ToString("R");
        var dates = dateHeader == "Date" ? $"\n{date}" : $"{date}\n";
        var text = $"{method.Method}\n{type}\n".ToLowerInvariant() + $"{link}\n{dates.ToLowerInvariant()}\n";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(key ?? CosmosAccount.Key), Encoding.UTF8.GetBytes(text));
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(
            "Authorization", Uri.EscapeDataString($"type=master&ver=1.0&sig={Convert.ToBase64String(signature)}"));
        request.Headers.Add("x-ms-version", "2020-07-15");
        if (date.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(dateHeader, date);
        }

        return request;
    }

    /// <summary>A POST to a container's documents, on the partition key "p".</summary>
    public static HttpRequestMessage Post(string database, string container, string json, string contentType = "application/json")
    {
        var link = $"dbs/{database}/colls/{container}";
        var request = Create(HttpMethod.Post, $"{link}/docs", "docs", link);
        request.Headers.Add("x-ms-documentdb-partitionkey", """["p"]""");
        request.Content = new StringContent(json, Encoding.UTF8);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return request;
    }

    /// <summary>The operations, a JSON array, as one transaction.</summary>
    public static HttpRequestMessage Batch(string database, string container, string operations)
    {
        var request = Post(database, container, operations);
        request.Headers.Add("x-ms-cosmos-is-batch-request", "True");
        request.Headers.Add("x-ms-cosmos-batch-atomic", "True");
        return request;
    }

    public static HttpRequestMessage Query(string database, string container, string query)
    {
        var json = $$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}}}""";
        var request = Post(database, container, json, "application/query+json");
        request.Headers.Add("x-ms-documentdb-isquery", "True");
        return request;
    }
}
