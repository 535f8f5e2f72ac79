using System.Net;
using System.Text;
using System.Text.Json;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class ItemsAreCreatedReadAndWritten(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task A_created_item_is_read_back_with_its_system_properties()
    {
        var container = await account.CreateContainerAsync("/pk");

        var created = await container.CreateItemAsync(new Thing("a", "p", 1, "grün"), P);
        var read = await container.ReadItemAsync<JsonElement>("a", P);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(new Thing("a", "p", 1, "grün"), created.Resource);
        Assert.Equal(created.ETag, read.ETag);
        Assert.Equal(read.ETag, read.Resource.GetProperty("_etag").GetString());
        Assert.NotEmpty(read.Resource.GetProperty("_rid").GetString()!);
        Assert.True(read.Resource.GetProperty("_ts").GetInt64() > DateTimeOffset.UnixEpoch.AddYears(50).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Replace_upsert_and_delete_leave_the_newest_version()
    {
        var container = await account.CreateContainerAsync("/pk");

        Assert.Equal(HttpStatusCode.Created, (await container.UpsertItemAsync(new Thing("a", "p", 1), P)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await container.UpsertItemAsync(new Thing("a", "p", 2), P)).StatusCode);
        Assert.Equal(2, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);
        await container.ReplaceItemAsync(new Thing("a", "p", 3), "a", P);
        Assert.Equal(3, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);
        Assert.Equal(HttpStatusCode.NoContent, (await container.DeleteItemAsync<Thing>("a", P)).StatusCode);
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("a", P));
    }

    [Fact]
    public async Task A_missing_item_is_404_and_an_existing_one_409()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("a", "p"), P);

        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("b", P));
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReplaceItemAsync(new Thing("b", "p"), "b", P));
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.DeleteItemAsync<Thing>("b", P));
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("a", new PartitionKey("q")));
        await Fault.ExpectAsync(HttpStatusCode.Conflict, () => container.CreateItemAsync(new Thing("a", "p"), P));
    }

    [Fact]
    public async Task The_same_id_lives_once_in_each_partition_key()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("a", "p", 1), P);
        await container.CreateItemAsync(new Thing("a", "q", 2), new PartitionKey("q"));

        Assert.Equal(1, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);
        Assert.Equal(2, (await container.ReadItemAsync<Thing>("a", new PartitionKey("q"))).Resource.Number);
    }

    [Fact]
    public async Task A_write_without_content_still_carries_the_etag()
    {
        var container = await account.CreateContainerAsync("/pk");

        var created = await container.CreateItemAsync(
            new Thing("a", "p"), P, new ItemRequestOptions { EnableContentResponseOnWrite = false });

        Assert.Null(created.Resource);
        Assert.Equal(created.ETag, (await container.ReadItemAsync<Thing>("a", P)).ETag);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("ünï\u4F60")]
    [InlineData("100%")]
    [InlineData("a+b&c=d")]
    [InlineData("p00000000000000000001")]
    public async Task An_id_may_be_any_text(string id)
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing(id, "p", 7), P);

        Assert.Equal(7, (await container.ReadItemAsync<Thing>(id, P)).Resource.Number);
        await container.DeleteItemAsync<Thing>(id, P);
    }

    [Fact]
    public async Task The_stream_calls_answer_with_statuses_instead_of_exceptions()
    {
        var container = await account.CreateContainerAsync("/pk");

        using var created = await container.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P);
        using var again = await container.CreateItemStreamAsync(Json("""{"id":"a","pk":"p"}"""), P);
        using var missing = await container.ReadItemStreamAsync("b", P);
        using var replaced = await container.ReplaceItemStreamAsync(Json("""{"id":"a","pk":"p","n":1}"""), "a", P);
        using var deleted = await container.DeleteItemStreamAsync("a", P);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NoContent],
            [created.StatusCode, again.StatusCode, missing.StatusCode, replaced.StatusCode, deleted.StatusCode]);
    }

    [Fact]
    public async Task A_body_keeps_its_own_bytes_but_not_the_system_properties_it_claims()
    {
        var container = await account.CreateContainerAsync("/pk");
        const string Sent = """
             {"_ts":1, "id":"a","pk":"p","exact":12345678901234567890,
              "decimal":1.10,"_etag":"forged","esc":"\u00e9","x":{"_ts":2}}
            """;
        using var created = await container.CreateItemStreamAsync(Json(Sent), P);

        using var read = await container.ReadItemStreamAsync("a", P);
        var text = await new StreamReader(read.Content).ReadToEndAsync();
        using var document = JsonDocument.Parse(text);

        Assert.Contains("12345678901234567890", text, StringComparison.Ordinal);
        Assert.NotEqual("forged", document.RootElement.GetProperty("_etag").GetString());
        Assert.NotEqual(1, document.RootElement.GetProperty("_ts").GetInt64());
        Assert.Equal(2, document.RootElement.GetProperty("x").GetProperty("_ts").GetInt64());
        Assert.Equal("é", document.RootElement.GetProperty("esc").GetString());
    }

    [Theory]
    [InlineData("""{"pk":"p"}""")]
    [InlineData("""{"id":7,"pk":"p"}""")]
    [InlineData("""{"id":"a/b","pk":"p"}""")]
    [InlineData("""{"id":"a","pk":"p" """)]
    [InlineData("""["id"]""")]
    [InlineData("""{"id":"\ud800","pk":"p"}""")]
    [InlineData("""{"id":"a","pk":"\ud800"}""")]
    [InlineData("""{"id":"a","pk":["p"]}""")]
    [InlineData("""{"id":"a","pk":"p","ttl":0}""")]
    public async Task A_malformed_document_is_refused(string document)
    {
        var container = await account.CreateContainerAsync("/pk");

        using var response = await container.CreateItemStreamAsync(Json(document), P);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_document_must_carry_the_partition_key_that_the_request_names()
    {
        var container = await account.CreateContainerAsync("/pk");

        await Fault.ExpectAsync(HttpStatusCode.BadRequest, () => container.CreateItemAsync(new Thing("a", "q"), P), subStatus: 1001);
    }

    [Fact]
    public async Task A_document_of_more_than_2_MB_is_refused()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("fits", "p", 0, new string('x', (2 * 1024 * 1024) - 1024)), P);

        await Fault.ExpectAsync(
            HttpStatusCode.RequestEntityTooLarge,
            () => container.CreateItemAsync(new Thing("a", "p", 0, new string('x', 2 * 1024 * 1024)), P));
    }

    [Fact]
    public async Task A_key_that_the_document_lacks_is_PartitionKey_None_and_differs_from_null()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new { id = "a", n = 1 }, PartitionKey.None);
        await container.CreateItemAsync(new { id = "a", pk = (string?)null, n = 2 }, PartitionKey.Null);

        Assert.Equal(1, (await container.ReadItemAsync<JsonElement>("a", PartitionKey.None)).Resource.GetProperty("n").GetInt32());
        Assert.Equal(2, (await container.ReadItemAsync<JsonElement>("a", PartitionKey.Null)).Resource.GetProperty("n").GetInt32());
    }

    private static MemoryStream Json(string text) => new(Encoding.UTF8.GetBytes(text));
}
