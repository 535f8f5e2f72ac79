using System.Text.Json;
using LiveTally.DeadLetters;
using LiveTally.Local.Functions;
using LiveTally.Tally;
using LiveTally.Targets;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Tests.Unit.DeadLetters;

public sealed class ListingDeadLetters : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("livetally-");
    private readonly DeadLetterFiles _store;

    public ListingDeadLetters() => _store = new DeadLetterFiles(new LocalHostOptions { DataDirectory = _data.FullName });

    [Fact]
    public async Task Large_letters_make_small_pages_and_each_is_listed_once()
    {
        for (var i = 0; i < 130; i++)
            await _store.ParkAsync(new DeadLetter("", 0, i, "It is poison.", DateTimeOffset.UnixEpoch, new byte[i is > 3 and < 9 ? 1_000_000 : 10]), default);

        var pages = new List<JsonElement>();
        for (string? continuation = null; pages.Count == 0 || continuation is not null; continuation = pages[^1].GetProperty("continuation").GetString())
            pages.Add(await ListAsync(continuation));

        Assert.Equal([7, 93, 30], pages.Select(page => page.GetProperty("deadLetters").GetArrayLength()));
        Assert.Equal(
            Enumerable.Range(0, 130),
            pages.SelectMany(page => page.GetProperty("deadLetters").EnumerateArray()).Select(letter => letter.GetProperty("sequenceNumber").GetInt32()));
    }

    [Fact]
    public async Task A_letter_larger_than_a_page_has_one_of_its_own()
    {
        await _store.ParkAsync(new DeadLetter("", 0, 1, "It is poison.", DateTimeOffset.UnixEpoch, new byte[5_000_000]), default);
        await _store.ParkAsync(new DeadLetter("", 0, 2, "It is poison.", DateTimeOffset.UnixEpoch, new byte[10]), default);

        var page = await ListAsync(null);

        var letter = Assert.Single(page.GetProperty("deadLetters").EnumerateArray());
        Assert.Equal((1, 5_000_000), (letter.GetProperty("sequenceNumber").GetInt32(), letter.GetProperty("size").GetInt32()));
        Assert.NotNull(page.GetProperty("continuation").GetString());
    }

    public void Dispose() => _data.Delete(recursive: true);

    private async Task<JsonElement> ListAsync(string? continuation)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = QueryString.Create("continuation", continuation ?? "");
        http.Response.Body = new MemoryStream();
        var list = new ListDeadLetters(_store);

        var result = await list.Run(http.Request, default);
        await result.ExecuteAsync(http);
        Assert.Equal(200, http.Response.StatusCode);
        return JsonDocument.Parse(((MemoryStream)http.Response.Body).ToArray()).RootElement;
    }
}
