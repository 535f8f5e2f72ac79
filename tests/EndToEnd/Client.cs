using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveTally.Tests.EndToEnd;

/// <summary>A client of the HTTP contract that knows nothing of the application's code.</summary>
public sealed class Client(Uri address, string? adminKey = null) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(address, "/api/") };

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, object? body = null, string? token = null, bool asAdmin = false, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            _ => JsonContent.Create(body, mediaType: null, JsonSerializerOptions.Web),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (asAdmin)
            request.Headers.Add("X-Admin-Key", adminKey);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, text, response.Headers.ETag?.Tag, response.Headers.CacheControl?.ToString(), response.Content.Headers.ContentType?.MediaType, response.Headers.RetryAfter?.Delta);
    }

    public Task<Answer> GetAsync(string path, string? token = null, bool asAdmin = false) => SendAsync(HttpMethod.Get, path, token: token, asAdmin: asAdmin);

    /// <summary>A poll that takes votes.</summary>
    public async Task<string> OpenPollAsync(object? poll = null)
    {
        var id = await CreatePollAsync(poll);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"polls/{id}/open", asAdmin: true)).Status);
        return id;
    }

    public async Task<string> CreatePollAsync(object? poll = null)
    {
        var created = await SendAsync(HttpMethod.Post, "polls", poll ?? new { question = "Tabs or spaces?", options = new[] { "Tabs", "Spaces" } }, asAdmin: true);
        Assert.Equal((HttpStatusCode.Created, ""), (created.Status, created.Status == HttpStatusCode.Created ? "" : created.Text));
        return created.Json.GetProperty("id").GetString()!;
    }

    public async Task<string> TokenAsync(string poll)
    {
        var issued = await SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { });
        Assert.Equal(HttpStatusCode.Created, issued.Status);
        return issued.Json.GetProperty("token").GetString()!;
    }

    public Task<Answer> VoteAsync(string poll, string? token, int[] choices, string? key = null) =>
        SendAsync(HttpMethod.Post, $"polls/{poll}/votes", new { choices }, token, false, key is null ? [] : [("Idempotency-Key", key)]);

    /// <summary>The results, once they satisfy the condition.</summary>
    public async Task<JsonElement> ResultsAsync(string poll, Func<JsonElement, bool> until)
    {
        var deadline = Environment.TickCount64 + 30_000;
        while (true)
        {
            var results = await GetAsync($"polls/{poll}/results");
            Assert.Equal(HttpStatusCode.OK, results.Status);
            if (until(results.Json))
                return results.Json;
            Assert.True(Environment.TickCount64 < deadline, $"The results stay at {results.Text}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The results, once they have stayed as they are for a while: for what must not change them.</summary>
    public async Task<JsonElement> SettledResultsAsync(string poll)
    {
        var last = -1L;
        for (var same = 0; same < 25; same++)
        {
            var version = (await GetAsync($"polls/{poll}/results")).Json.GetProperty("version").GetInt64();
            if (version != last)
                same = 0;
            last = version;
            await Task.Delay(40, TestContext.Current.CancellationToken);
        }

        return (await GetAsync($"polls/{poll}/results")).Json;
    }

    /// <summary>Closes the poll and returns its results when they are final.</summary>
    public async Task<JsonElement> CloseAsync(string poll)
    {
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true)).Status);
        return await FinalAsync(poll);
    }

    /// <summary>The results, when they and the poll are final.</summary>
    public async Task<JsonElement> FinalAsync(string poll)
    {
        var results = await ResultsAsync(poll, results => results.GetProperty("final").ValueKind == JsonValueKind.Object);
        var deadline = Environment.TickCount64 + 30_000;
        while ((await GetAsync($"polls/{poll}")).Json.GetProperty("state").GetString() != "final")
        {
            Assert.True(Environment.TickCount64 < deadline, "The poll does not become final.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return results;
    }

    /// <summary>The lines of the poll's journal.</summary>
    public async Task<IReadOnlyList<JsonElement>> JournalAsync(string poll, string query = "")
    {
        var answer = await GetAsync($"polls/{poll}/journal{query}", asAdmin: true);
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (answer.Status, answer.MediaType));
        return [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>An answer, read whole.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, string? ETag, string? CacheControl, string? MediaType, TimeSpan? RetryAfter)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.GetProperty("code").GetString();
}

internal static class Json
{
    public static long Ballots(this JsonElement results) => results.GetProperty("ballots").GetInt64();

    public static long Version(this JsonElement results) => results.GetProperty("version").GetInt64();

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static IReadOnlyList<long> Counts(this JsonElement results) => [.. results.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];
}
