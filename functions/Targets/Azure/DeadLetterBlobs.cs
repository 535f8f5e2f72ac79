using System.Text.Json;
using Azure.Storage.Blobs;
using LiveTally.Operations;
using LiveTally.Tally;

namespace LiveTally.Targets;

/// <summary>Dead letters in Azure: one blob each, in the storage account of the function app.</summary>
internal sealed class DeadLetterBlobs(BlobServiceClient blobs) : IDeadLetters
{
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient("deadletters");

    public async Task ParkAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(letter, AppJson.Default.DeadLetter));
        await _container.GetBlobClient(letter.Id + ".json").UploadAsync(content, overwrite: true, cancellationToken);
    }
}
