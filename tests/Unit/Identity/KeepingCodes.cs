using System.Text;
using LiveTally.Codes;
using LiveTally.Local.CosmosDb;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.Unit.Identity;

/// <summary>With the real SDK against the local endpoint.</summary>
public sealed class KeepingCodes : IAsyncLifetime
{
    private static readonly DateTimeOffset Expiry = DateTimeOffset.UnixEpoch.AddYears(60);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("livetally-codes-");
    private readonly Poll _poll = PollOf("aaaaaaaa");
    private CosmosDbServer _server = null!;
    private CosmosClient _client = null!;
    private TallyDatabase _database = null!;
    private VotingCodes _codes = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await CosmosDbServer.StartAsync(new CosmosDbServerOptions { DataDirectory = _data.FullName }, NullLoggerFactory.Instance, TimeProvider.System, default);
        _client = new CosmosClient(_server.ConnectionString, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            UseSystemTextJsonSerializerWithOptions = AppJson.Default.Options,
        });
        _database = new TallyDatabase(_client);
        await _database.CreateIfMissingAsync(default);
        _codes = new VotingCodes(_database, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Ten_thousand_codes_are_all_different_all_good_and_nowhere_to_be_read()
    {
        var codes = await _codes.CreateAsync(_poll, 10_000, default);

        Assert.Equal(10_000, codes.Distinct().Count());
        foreach (var code in codes.Where((_, i) => i % 500 == 0))
            Assert.NotNull(await RedeemAsync(_poll, code));
        var kept = string.Concat(await TextsAsync());
        Assert.DoesNotContain(codes.Take(100), code => kept.Contains(code, StringComparison.Ordinal) || kept.Contains(Convert.ToBase64String(Encoding.ASCII.GetBytes(code))[..20], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_who_use_a_code_at_the_same_instant_one_wins()
    {
        var codes = await _codes.CreateAsync(_poll, 5, default);

        foreach (var code in codes)
        {
            var redeemed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RedeemAsync(_poll, code)));
            Assert.Single(redeemed, won => won is not null);
        }
    }

    [Fact]
    public async Task Under_the_same_key_a_code_gives_the_same_again_and_under_another_nothing()
    {
        var code = (await _codes.CreateAsync(_poll, 1, default)).Single();
        var key = Guid.CreateVersion7();

        var first = await _codes.RedeemAsync(_poll, code, key, Expiry, default);
        var again = await Task.WhenAll(Enumerable.Range(1, 10).Select(days => _codes.RedeemAsync(_poll, code, key, Expiry.AddDays(days), default)));

        Assert.Equal(Expiry, first!.ExpiresAt);
        Assert.All(again, redeemed => Assert.Equal(first, redeemed));
        Assert.Null(await RedeemAsync(_poll, code));
    }

    [Fact]
    public async Task A_code_that_was_never_made_or_is_of_another_poll_is_none()
    {
        var other = PollOf("bbbbbbbb");
        var code = (await _codes.CreateAsync(_poll, 1, default)).Single();
        await _codes.CreateAsync(other, 100, default);

        Assert.Null(await RedeemAsync(other, code));
        Assert.Null(await RedeemAsync(_poll, VotingCode.New(VotingCode.LotOf(code))));
        Assert.Null(await RedeemAsync(_poll, VotingCode.New("AAA")));
        Assert.NotNull(await RedeemAsync(_poll, code));
    }

    [Fact]
    public async Task Deleting_a_polls_codes_leaves_those_of_others()
    {
        var other = PollOf("bbbbbbbb");
        var mine = (await Task.WhenAll(_codes.CreateAsync(_poll, 1_000, default), _codes.CreateAsync(_poll, 3, default))).SelectMany(lot => lot).ToArray();
        var theirs = (await _codes.CreateAsync(other, 1, default)).Single();
        await Task.WhenAll(mine.Take(150).Select(code => RedeemAsync(_poll, code)));

        await Task.WhenAll(_codes.DeleteAllAsync(_poll.Id, default), _codes.DeleteAllAsync(_poll.Id, default));
        await _codes.DeleteAllAsync(_poll.Id, default);

        Assert.All(await TextsAsync(), text => Assert.Contains("\"bbbbbbbb\"", text, StringComparison.Ordinal));
        Assert.Null(await RedeemAsync(_poll, mine[^1]));
        Assert.NotNull(await RedeemAsync(other, theirs));
    }

    private Task<RedeemedCode?> RedeemAsync(Poll poll, string code) => _codes.RedeemAsync(poll, code, Guid.CreateVersion7(), Expiry, default);

    private async Task<List<string>> TextsAsync()
    {
        var texts = new List<string>();
        using var feed = _database.Codes.GetItemQueryStreamIterator("SELECT * FROM c");
        while (feed.HasMoreResults)
        {
            using var page = await feed.ReadNextAsync();
            using var json = await System.Text.Json.JsonDocument.ParseAsync(page.Content);
            texts.AddRange(json.RootElement.GetProperty("Documents").EnumerateArray().Select(document => document.GetRawText()));
        }

        return texts;
    }

    private static Poll PollOf(string id) => CreatePoll.Decide(
        new CreatePollRequest { Question = "Which?", Options = ["a", "b"], Voters = VoterRule.Codes }, id, DateTimeOffset.UnixEpoch, Encoding.ASCII.GetBytes(id.PadRight(32)));
}
