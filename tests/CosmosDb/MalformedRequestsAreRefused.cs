using System.Net;
using System.Text;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class MalformedRequestsAreRefused(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task A_batch_with_any_byte_changed_is_400_and_leaves_nothing()
    {
        const int SegmentPresenceByte = 5;
        var at = -1;
        var length = 1;
        using var client = Tampering(request =>
        {
            var body = ToArray(request.Content);
            length = body.Length;
            body[at] ^= 0x40;
            request.Content = new MemoryStream(body);
        });
        var plain = await account.CreateContainerAsync("/pk");
        var container = client.GetContainer(account.Database.Id, plain.Id);

        for (at = 0; at < length; at++)
        {
            if (at == SegmentPresenceByte)
            {
                continue;
            }

            using var response = await container.CreateTransactionalBatch(P).CreateItem(new Thing("a", "p")).ExecuteAsync();
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.Empty(await Pages.ReadAllAsync(plain.GetItemQueryIterator<Thing>()));
    }

    [Fact]
    public async Task A_batch_cut_short_within_its_record_is_400()
    {
        var cut = 1;
        var length = 10;
        using var client = Tampering(request =>
        {
            var body = ToArray(request.Content);
            length = body.Length;
            request.Content = new MemoryStream(body[..cut]);
        });
        var container = client.GetContainer(account.Database.Id, (await account.CreateContainerAsync("/pk")).Id);

        for (cut = 1; cut < length; cut++)
        {
            using var response = await container.CreateTransactionalBatch(P).CreateItem(new Thing("a", "p")).ExecuteAsync();
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("x-ms-continuation", "junk")]
    [InlineData("x-ms-continuation", "00.!")]
    [InlineData("x-ms-documentdb-partitionkey", "[")]
    [InlineData("x-ms-documentdb-partitionkey", "[[1]]")]
    [InlineData("x-ms-documentdb-partitionkey", "[\"p\",\"q\"]")]
    public async Task A_malformed_header_is_400(string name, string value)
    {
        using var client = Tampering(request => request.Headers.Set(name, value));
        var container = client.GetContainer(account.Database.Id, (await account.CreateContainerAsync("/pk")).Id);

        using var feed = container.GetItemQueryStreamIterator(requestOptions: new QueryRequestOptions { PartitionKey = P });
        using var response = await feed.ReadNextAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_document_that_is_not_UTF_8_is_400()
    {
        var container = await account.CreateContainerAsync("/pk");

        using var response = await container.CreateItemStreamAsync(
            new MemoryStream([.. "{\"id\":\"a\",\"pk\":\"p\",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8]), P);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_document_nested_120_deep_is_served_queried_and_patched_and_one_of_200_refused()
    {
        var container = await account.CreateContainerAsync("/pk");
        using var created = await container.CreateItemStreamAsync(Nested("a", 120), P);
        using var refused = await container.CreateItemStreamAsync(Nested("b", 200), P);
        using var read = await container.ReadItemStreamAsync("a", P);
        using var patched = await container.PatchItemStreamAsync("a", P, [PatchOperation.Set("/n", 1)]);
        var count = await Pages.ReadAllAsync(container.GetItemQueryIterator<int>("SELECT VALUE COUNT(1) FROM c WHERE c.n = 1"));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK],
            [created.StatusCode, refused.StatusCode, read.StatusCode, patched.StatusCode]);
        Assert.Equal([1], count);

        static MemoryStream Nested(string id, int depth) => new(Encoding.UTF8.GetBytes(
            $$"""{"id":"{{id}}","pk":"p","x":{{new string('[', depth)}}{{new string(']', depth)}}}"""));
    }

    private CosmosClient Tampering(Action<RequestMessage> tamper) =>
        account.Connect(options => options.CustomHandlers.Add(new Tamper(tamper)));

    private static byte[] ToArray(Stream content)
    {
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Changes what the SDK sends; the signature covers neither headers nor body.</summary>
    private sealed class Tamper(Action<RequestMessage> tamper) : RequestHandler
    {
        public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
        {
            tamper(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
