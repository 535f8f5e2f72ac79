using System.Collections.Immutable;
using System.Text.Json;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>The contract's JSON, read.</summary>
internal static class Contract
{
    public static Tally Tally(JsonElement results) => new(
        results.GetProperty("version").GetInt64(),
        results.GetProperty("state").GetString()!,
        results.GetProperty("ballots").GetInt64(),
        Numbers(results.GetProperty("counts")),
        results.TryGetProperty("firstChoices", out var first) && first.ValueKind == JsonValueKind.Array ? Numbers(first) : [],
        results.GetProperty("final") is { ValueKind: JsonValueKind.Object } final ? final.GetProperty("root").GetString() : null);

    public static JournalLine JournalLine(string line) => JsonSerializer.Deserialize<JournalLine>(line, JsonSerializerOptions.Web)!;

    public static VoteStatus VoteStatus(JsonElement status) => new(
        status.GetProperty("status").GetString(),
        status.TryGetProperty("box", out var box) && box.ValueKind == JsonValueKind.Number ? box.GetInt32() : null,
        status.TryGetProperty("sequenceNumber", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt64() : null,
        status.TryGetProperty("reason", out var reason) ? reason.GetString() : null);

    public static Verification Verification(JsonElement verification) => new(
        verification.GetProperty("equal").GetBoolean(),
        verification.GetProperty("ballots").GetInt64(),
        Numbers(verification.GetProperty("counts")),
        verification.GetProperty("root").GetString(),
        verification.TryGetProperty("differences", out var differences) ? differences.GetRawText() : null);

    private static ImmutableArray<long> Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt64())];
}
