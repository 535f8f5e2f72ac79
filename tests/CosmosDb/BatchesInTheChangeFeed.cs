using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class BatchesInTheChangeFeed(CosmosAccount account)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_page_that_ends_inside_a_batch_loses_none_of_it(int pageSize)
    {
        const int Batches = 6;
        var container = await account.CreateContainerAsync("/pk");
        for (var n = 0; n < Batches; n++)
        {
            using var batch = await container.CreateTransactionalBatch(new PartitionKey($"p{n}"))
                .CreateItem(new Thing("page", $"p{n}")).CreateItem(new Thing("head", $"p{n}")).CreateItem(new Thing("tail", $"p{n}"))
                .ExecuteAsync();
            Assert.True(batch.IsSuccessStatusCode);
        }

        var seen = new List<string>();
        string? continuation = null;
        while (true)
        {
            // A new iterator each time: what is kept is the continuation alone, as after a restart.
            using var feed = container.GetChangeFeedIterator<Thing>(
                continuation is null ? ChangeFeedStartFrom.Beginning() : ChangeFeedStartFrom.ContinuationToken(continuation),
                ChangeFeedMode.LatestVersion,
                new ChangeFeedRequestOptions { PageSizeHint = pageSize });
            var page = await feed.ReadNextAsync();
            continuation = page.ContinuationToken;
            if (page.StatusCode == HttpStatusCode.NotModified)
            {
                break;
            }

            seen.AddRange(page.Select(thing => $"{thing.Pk}/{thing.Id}"));
        }

        var written = Enumerable.Range(0, Batches).SelectMany(n => new[] { $"p{n}/page", $"p{n}/head", $"p{n}/tail" });
        Assert.Equal(written.Order(), seen.Order());
    }
}
