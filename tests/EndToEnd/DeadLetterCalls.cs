using System.Net;
using System.Text.Json;

namespace LiveTally.Tests.EndToEnd;

/// <summary>An admin's calls about dead letters.</summary>
internal static class DeadLetterCalls
{
    /// <summary>All letters, once there are this many.</summary>
    public static async Task<IReadOnlyList<JsonElement>> DeadLettersAsync(this Client client, int count)
    {
        var deadline = Environment.TickCount64 + 60_000;
        while (true)
        {
            var letters = await client.DeadLettersAsync();
            if (letters.Count == count)
                return letters;
            Assert.True(Environment.TickCount64 < deadline, $"There are {letters.Count} dead letters, not {count}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>All letters there are now, page by page.</summary>
    public static async Task<IReadOnlyList<JsonElement>> DeadLettersAsync(this Client client)
    {
        var letters = new List<JsonElement>();
        var query = "";
        while (true)
        {
            var page = await client.GetAsync("deadletters" + query, asAdmin: true);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            letters.AddRange(page.Json.GetProperty("deadLetters").EnumerateArray());
            if (page.Json.GetProperty("continuation").GetString() is not { } continuation)
                return letters;
            query = "?continuation=" + Uri.EscapeDataString(continuation);
        }
    }

    public static Task<Answer> ReplayAsync(this Client client, string id) =>
        client.SendAsync(HttpMethod.Post, $"deadletters/{id}/replay", asAdmin: true);

    public static Task<Answer> DeleteDeadLetterAsync(this Client client, string id) =>
        client.SendAsync(HttpMethod.Delete, $"deadletters/{id}", asAdmin: true);

    public static string Id(this JsonElement letter) => letter.GetProperty("id").GetString()!;

    public static string Reason(this JsonElement letter) => letter.GetProperty("reason").GetString()!;

    public static byte[] Body(this JsonElement letter) => letter.GetProperty("body").GetBytesFromBase64();

    public static (int Partition, int SequenceNumber) Place(this JsonElement letter) =>
        (letter.GetProperty("partition").GetInt32(), letter.GetProperty("sequenceNumber").GetInt32());
}
