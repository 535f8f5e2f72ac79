using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Fuzz;

/// <summary>Polls and voters that are good, so that not everything fails at the door.</summary>
internal sealed record Seeds(string AdminKey, IReadOnlyList<string> Polls, IReadOnlyList<string> Tokens, string VoteId, string Receipt)
{
    private static readonly string[] Options = ["Tabs", "Spaces", "Neither"];

    public static async Task<Seeds> PlantAsync(HttpClient http, LiveTallyProcess process, CancellationToken cancellationToken)
    {
        var draft = await CreateAsync(http, process, "live", cancellationToken);
        var (open, token) = await OpenAsync(http, process, "live", cancellationToken);
        var (afterVote, other) = await OpenAsync(http, process, "afterVote", cancellationToken);
        var vote = await PostAsync(http, new Uri(process.Address, $"/api/polls/{open}/votes"), new { choices = new[] { 0 } }, ("Authorization", "Bearer " + token), cancellationToken);
        return new Seeds(process.AdminKey, [open, afterVote, draft], [token, other], Text(vote, "voteId"), Text(vote, "receipt"));
    }

    /// <summary>A new poll that takes votes, and a voter of it.</summary>
    public static async Task<(string Poll, string Token)> OpenAsync(HttpClient http, LiveTallyProcess process, string results, CancellationToken cancellationToken)
    {
        var poll = await CreateAsync(http, process, results, cancellationToken);
        await PostAsync(http, new Uri(process.Address, $"/api/polls/{poll}/open"), new { }, ("X-Admin-Key", process.AdminKey), cancellationToken);
        return (poll, Text(await PostAsync(http, new Uri(process.Address, $"/api/polls/{poll}/voters"), new { }, ("Accept", "application/json"), cancellationToken), "token"));
    }

    public static async Task<JsonNode> PostAsync(HttpClient http, Uri address, object body, (string Name, string Value) header, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
    }

    private static async Task<string> CreateAsync(HttpClient http, LiveTallyProcess process, string results, CancellationToken cancellationToken) => Text(
        await PostAsync(http, new Uri(process.Address, "/api/polls"), new { question = "Tabs or spaces?", options = Options, results, expectedVoters = 1 }, ("X-Admin-Key", process.AdminKey), cancellationToken), "id");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
