using LiveTally.DeadLetters;
using LiveTally.Targets;
using LiveTally.Tests.Unit.DeadLetters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.Azurite;

[Collection("Azurite")]
public sealed class DeadLettersInBlobs(AzuriteServer azurite) : KeepingDeadLetters
{
    [Fact]
    public async Task Each_letter_is_a_blob_of_its_own()
    {
        var store = await EmptyAsync();
        await store.ParkAsync(Letter(3, 42, 1), default);

        var blobs = azurite.Container.GetBlobs(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((await AllAsync(store)).Select(letter => letter.Id + ".json"), blobs.Select(blob => blob.Name));
    }

    [Fact]
    public async Task Other_blobs_in_the_container_are_no_letters()
    {
        var store = await EmptyAsync();
        await store.ParkAsync(Letter(3, 42, 1), default);
        await azurite.Container.UploadBlobAsync("notes.json", BinaryData.FromString("{}"), TestContext.Current.CancellationToken);

        Assert.Single(await AllAsync(store));
    }

    [Fact]
    public async Task A_container_that_has_gone_is_one_fault_and_is_made_again_at_the_next_try()
    {
        var store = await EmptyAsync();
        await store.ParkAsync(Letter(0, 1, 1), default);
        await azurite.Container.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DeadLetterStoreException>(() => store.ParkAsync(Letter(0, 2, 1), default));
        await store.ParkAsync(Letter(0, 2, 1), default);

        Assert.Single(await AllAsync(store));
    }

    [Fact]
    public async Task An_account_that_does_not_answer_is_a_fault_of_the_store()
    {
        var store = Store("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;");

        await Assert.ThrowsAsync<DeadLetterStoreException>(() => store.ParkAsync(Letter(0, 1, 1), default));
        await Assert.ThrowsAsync<DeadLetterStoreException>(() => store.ListAsync(null, 100, default));
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_told_of_a_fault()
    {
        var store = await EmptyAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ParkAsync(Letter(0, 1, 1), new CancellationToken(canceled: true)));
    }

    protected override async ValueTask<IDeadLetterStore> EmptyAsync()
    {
        await azurite.Container.DeleteIfExistsAsync();
        return Store(azurite.ConnectionString);
    }

    // As both targets make it, from their settings.
    private static IDeadLetterStore Store(string connectionString)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connectionString)]).Build();
        var services = new ServiceCollection();
        services.AddDeadLetterBlobs(settings);
        return services.BuildServiceProvider().GetRequiredService<IDeadLetterStore>();
    }
}
