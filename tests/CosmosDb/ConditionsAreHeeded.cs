using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class ConditionsAreHeeded(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task A_write_with_a_stale_etag_is_412_and_changes_nothing()
    {
        var container = await account.CreateContainerAsync("/pk");
        var first = await container.CreateItemAsync(new Thing("a", "p", 1), P);
        var second = await container.ReplaceItemAsync(new Thing("a", "p", 2), "a", P, IfMatch(first.ETag));

        await Fault.ExpectAsync(
            HttpStatusCode.PreconditionFailed, () => container.ReplaceItemAsync(new Thing("a", "p", 3), "a", P, IfMatch(first.ETag)));
        await Fault.ExpectAsync(
            HttpStatusCode.PreconditionFailed, () => container.UpsertItemAsync(new Thing("a", "p", 3), P, IfMatch(first.ETag)));
        await Fault.ExpectAsync(HttpStatusCode.PreconditionFailed, () => container.DeleteItemAsync<Thing>("a", P, IfMatch(first.ETag)));

        var read = await container.ReadItemAsync<Thing>("a", P);
        Assert.Equal((second.ETag, 2), (read.ETag, read.Resource.Number));
    }

    [Fact]
    public async Task A_read_of_a_known_version_is_304()
    {
        var container = await account.CreateContainerAsync("/pk");
        var created = await container.CreateItemAsync(new Thing("a", "p", 1), P);

        using var known = await container.ReadItemStreamAsync("a", P, IfNoneMatch(created.ETag));
        await container.ReplaceItemAsync(new Thing("a", "p", 2), "a", P);
        using var changed = await container.ReadItemStreamAsync("a", P, IfNoneMatch(created.ETag));

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (known.StatusCode, changed.StatusCode));
    }

    [Fact]
    public async Task If_None_Match_star_writes_only_what_is_not_there()
    {
        var container = await account.CreateContainerAsync("/pk");

        await container.UpsertItemAsync(new Thing("a", "p", 1), P, IfNoneMatch("*"));

        await Fault.ExpectAsync(
            HttpStatusCode.PreconditionFailed, () => container.UpsertItemAsync(new Thing("a", "p", 2), P, IfNoneMatch("*")));
        await Fault.ExpectAsync(HttpStatusCode.Conflict, () => container.CreateItemAsync(new Thing("a", "p", 2), P, IfNoneMatch("*")));
        Assert.Equal(1, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);
    }

    [Fact]
    public async Task Of_many_who_replace_the_same_version_one_succeeds()
    {
        var container = await account.CreateContainerAsync("/pk");
        var created = await container.CreateItemAsync(new Thing("a", "p", 0), P);

        var statuses = await Task.WhenAll(Enumerable.Range(1, 32).Select(async n =>
        {
            try
            {
                return (await container.ReplaceItemAsync(new Thing("a", "p", n), "a", P, IfMatch(created.ETag))).StatusCode;
            }
            catch (CosmosException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(31, statuses.Count(status => status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task An_etag_does_not_outlive_its_item()
    {
        var container = await account.CreateContainerAsync("/pk");
        var first = await container.CreateItemAsync(new Thing("a", "p", 1), P);
        await container.DeleteItemAsync<Thing>("a", P);
        await container.CreateItemAsync(new Thing("a", "p", 1), P);

        await Fault.ExpectAsync(
            HttpStatusCode.PreconditionFailed, () => container.ReplaceItemAsync(new Thing("a", "p", 2), "a", P, IfMatch(first.ETag)));
    }

    private static ItemRequestOptions IfMatch(string etag) => new() { IfMatchEtag = etag };

    private static ItemRequestOptions IfNoneMatch(string etag) => new() { IfNoneMatchEtag = etag };
}
