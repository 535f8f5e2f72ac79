using System.Net;
using System.Text.Json;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class PatchesAreApplied(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task Set_add_replace_remove_and_increment_change_what_they_name()
    {
        var container = await WithItemAsync();

        var patched = await container.PatchItemAsync<JsonElement>("a", P,
        [
            PatchOperation.Set("/name", "new"),
            PatchOperation.Add("/list/1", "between"),
            PatchOperation.Add("/list/-", "last"),
            PatchOperation.Replace("/inner/x", 2),
            PatchOperation.Remove("/gone"),
            PatchOperation.Increment("/number", 2),
            PatchOperation.Increment("/fraction", 0.5),
            PatchOperation.Increment("/started", 1),
            PatchOperation.Set<string?>("/nothing", null),
        ]);

        var item = patched.Resource;
        Assert.Equal("new", item.GetProperty("name").GetString());
        Assert.Equal(["first", "between", "second", "last"], item.GetProperty("list").EnumerateArray().Select(e => e.GetString()!));
        Assert.Equal(2, item.GetProperty("inner").GetProperty("x").GetInt32());
        Assert.False(item.TryGetProperty("gone", out _));
        Assert.Equal(9_007_199_254_740_995, item.GetProperty("number").GetInt64());
        Assert.Equal(2.0, item.GetProperty("fraction").GetDouble());
        Assert.Equal(1, item.GetProperty("started").GetInt32());
        Assert.Equal(JsonValueKind.Null, item.GetProperty("nothing").ValueKind);
        Assert.Equal(patched.ETag, (await container.ReadItemAsync<JsonElement>("a", P)).ETag);
    }

    [Fact]
    public async Task Move_takes_a_value_from_one_place_to_another()
    {
        var container = await WithItemAsync();

        var patched = await container.PatchItemAsync<JsonElement>("a", P,
        [
            PatchOperation.Move("/name", "/title"),
            PatchOperation.Move("/inner/x", "/number"),
            PatchOperation.Move("/list/0", "/list/1"),
            PatchOperation.Move("/fraction", "/list/0"),
            PatchOperation.Move("/inner", "/outer"),
        ]);

        var item = patched.Resource;
        Assert.Equal("old", item.GetProperty("title").GetString());
        Assert.Equal(1, item.GetProperty("number").GetInt32());
        Assert.Equal("[1.5,\"second\",\"first\"]", item.GetProperty("list").GetRawText());
        Assert.Equal("{}", item.GetProperty("outer").GetRawText());
        foreach (var gone in new[] { "name", "fraction", "inner" })
        {
            Assert.False(item.TryGetProperty(gone, out _));
        }
    }

    [Theory]
    [InlineData("/missing", "/name")]
    [InlineData("/list/9", "/name")]
    [InlineData("/name", "/missing/x")]
    [InlineData("/inner", "/inner/x")]
    [InlineData("/name", "/pk")]
    [InlineData("/id", "/name")]
    [InlineData("/_ts", "/name")]
    public async Task An_impossible_move_is_400_and_changes_nothing(string from, string path)
    {
        var container = await WithItemAsync();
        var before = await container.ReadItemAsync<JsonElement>("a", P);

        await Fault.ExpectAsync(
            HttpStatusCode.BadRequest,
            () => container.PatchItemAsync<JsonElement>("a", P, [PatchOperation.Set("/gone", 1), PatchOperation.Move(from, path)]));

        Assert.Equal(before.ETag, (await container.ReadItemAsync<JsonElement>("a", P)).ETag);
    }

    [Fact]
    public async Task A_patch_has_at_most_10_operations()
    {
        var container = await WithItemAsync();
        var increments = Enumerable.Repeat(PatchOperation.Increment("/started", 1), 11).ToArray();

        await Fault.ExpectAsync(HttpStatusCode.BadRequest, () => container.PatchItemAsync<JsonElement>("a", P, increments));
        var patched = await container.PatchItemAsync<JsonElement>("a", P, increments[..10]);

        Assert.Equal(10, patched.Resource.GetProperty("started").GetInt32());
    }

    [Fact]
    public async Task Increments_of_one_patch_add_up_whole_or_not()
    {
        var container = await WithItemAsync();

        var patched = await container.PatchItemAsync<JsonElement>("a", P,
        [
            PatchOperation.Increment("/inner/x", 2),
            PatchOperation.Increment("/inner/x", 0.5),
            PatchOperation.Increment("/inner/x", -1),
            PatchOperation.Increment("/started", 1e300),
            PatchOperation.Increment("/number", -1),
        ]);

        Assert.Equal(2.5, patched.Resource.GetProperty("inner").GetProperty("x").GetDouble());
        Assert.Equal(1e300, patched.Resource.GetProperty("started").GetDouble());
        Assert.Equal(9_007_199_254_740_992, patched.Resource.GetProperty("number").GetInt64());
        await Fault.ExpectAsync(HttpStatusCode.BadRequest, () => container.PatchItemAsync<JsonElement>(
            "a", P, [PatchOperation.Increment("/started", double.MaxValue), PatchOperation.Increment("/started", double.MaxValue)]));
    }

    [Fact]
    public async Task A_patch_with_a_false_condition_is_412_and_changes_nothing()
    {
        var container = await WithItemAsync();
        PatchOperation[] change = [PatchOperation.Set("/name", "new")];

        await Fault.ExpectAsync(HttpStatusCode.PreconditionFailed, () => container.PatchItemAsync<JsonElement>(
            "a", P, change, new PatchItemRequestOptions { FilterPredicate = "FROM c WHERE c.name = 'other'" }));
        Assert.Equal("old", (await container.ReadItemAsync<JsonElement>("a", P)).Resource.GetProperty("name").GetString());

        var patched = await container.PatchItemAsync<JsonElement>(
            "a", P, change, new PatchItemRequestOptions { FilterPredicate = "FROM c WHERE c.name = 'old' AND c.inner.x < 2" });
        Assert.Equal("new", patched.Resource.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_patch_that_fails_midway_changes_nothing()
    {
        var container = await WithItemAsync();

        foreach (var impossible in new[]
        {
            PatchOperation.Replace("/missing", 1), PatchOperation.Remove("/missing"), PatchOperation.Increment("/name", 1),
            PatchOperation.Set("/missing/x", 1), PatchOperation.Add("/list/9", 1),
            PatchOperation.Set("/id", "b"), PatchOperation.Set("/pk", "q"), PatchOperation.Set("/_etag", "mine"),
        })
        {
            await Fault.ExpectAsync(
                HttpStatusCode.BadRequest,
                () => container.PatchItemAsync<JsonElement>("a", P, [PatchOperation.Set("/name", "new"), impossible]));
        }

        Assert.Equal("old", (await container.ReadItemAsync<JsonElement>("a", P)).Resource.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_patch_heeds_If_Match()
    {
        var container = await WithItemAsync();
        var read = await container.ReadItemAsync<JsonElement>("a", P);
        await container.PatchItemAsync<JsonElement>("a", P, [PatchOperation.Increment("/number", 1)]);

        await Fault.ExpectAsync(HttpStatusCode.PreconditionFailed, () => container.PatchItemAsync<JsonElement>(
            "a", P, [PatchOperation.Increment("/number", 1)], new PatchItemRequestOptions { IfMatchEtag = read.ETag }));
        await Fault.ExpectAsync(
            HttpStatusCode.NotFound, () => container.PatchItemAsync<JsonElement>("b", P, [PatchOperation.Increment("/number", 1)]));
    }

    private async Task<Container> WithItemAsync()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new
        {
            id = "a",
            pk = "p",
            name = "old",
            list = new[] { "first", "second" },
            inner = new { x = 1 },
            gone = true,
            number = 9_007_199_254_740_993,
            fraction = 1.5,
        }, P);
        return container;
    }
}
