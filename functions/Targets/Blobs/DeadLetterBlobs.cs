using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using LiveTally.DeadLetters;
using LiveTally.Tally;

namespace LiveTally.Targets;

/// <summary>Dead letters as blobs, one each, in the container <c>deadletters</c> of the function app's storage account.</summary>
internal sealed class DeadLetterBlobs(BlobServiceClient account) : IDeadLetterStore
{
    private readonly BlobContainerClient _container = account.GetBlobContainerClient("deadletters");
    private volatile bool _created;

    public Task ParkAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var (id, bytes) = LetterBytes.Write(letter);
        return UseAsync(() => Blob(id).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, cancellationToken), cancellationToken);
    }

    public Task<KeptLetters?> ListAsync(string? marker, int count, CancellationToken cancellationToken) => UseAsync(
        async () =>
        {
            try
            {
                var pages = _container.GetBlobsAsync(cancellationToken: cancellationToken).AsPages(marker, count);
                await foreach (var page in pages)
                    return Page(page);
                return new KeptLetters([], null);
            }
            catch (RequestFailedException e) when (e.Status == 400 && marker is not null)
            {
                return null;
            }
        },
        cancellationToken);

    public Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => !DeadLetterId.IsValid(id)
        ? Task.FromResult<DeadLetter?>(null)
        : UseAsync(
            async () =>
            {
                try
                {
                    var blob = await Blob(id).DownloadContentAsync(cancellationToken);
                    return LetterBytes.Read(id, blob.Value.Content.ToMemory().Span);
                }
                catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
                {
                    return null;
                }
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => !DeadLetterId.IsValid(id)
        ? Task.FromResult(false)
        : UseAsync(
            async () => (await Blob(id).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken)).Value,
            cancellationToken);

    /// <exception cref="DeadLetterStoreException">The account does not answer.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        UseAsync(() => _container.GetPropertiesAsync(cancellationToken: cancellationToken), cancellationToken);

    private BlobClient Blob(string id) => _container.GetBlobClient(id + LetterBytes.Extension);

    private static KeptLetters Page(Page<BlobItem> page) => new(
        [
            .. page.Values
                .Where(blob => blob.Name.EndsWith(LetterBytes.Extension, StringComparison.Ordinal))
                .Select(blob => new KeptLetter(blob.Name[..^LetterBytes.Extension.Length], blob.Properties.ContentLength ?? 0))
                .Where(letter => DeadLetterId.IsValid(letter.Id)),
        ],
        page.ContinuationToken is { Length: > 0 } next ? next : null);

    private async Task<T> UseAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            if (!_created)
                await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _created = true;
            return await use();
        }
        catch (Exception e) when (IsOfTheStore(e) && !cancellationToken.IsCancellationRequested)
        {
            // It may be the container that has gone.
            _created = false;
            throw new DeadLetterStoreException("The blob storage of the dead letters does not answer: " + e.Message, e);
        }
    }

    // Several failed tries are told together, and a try that took too long as cancelled.
    private static bool IsOfTheStore(Exception e) =>
        e is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException;
}
