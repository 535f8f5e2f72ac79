using System.Net;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Codes;

/// <summary>Keeps voting codes: hashed, in lots, each used once (decision 0012).</summary>
public sealed class VotingCodes(TallyDatabase database, TimeProvider time)
{
    private static readonly TransactionalBatchItemRequestOptions CreateOptions = new() { EnableContentResponseOnWrite = false };

    /// <summary>Makes codes of a poll, all or none, and returns them: from here on nobody can say what they were.</summary>
    /// <exception cref="CosmosException">Storage failed; if the lot was written, nobody has its codes.</exception>
    public async Task<IReadOnlyList<string>> CreateAsync(Poll poll, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lot = new CodeLot(poll.Id, VotingCode.NewLot(), count, time.GetUtcNow(), Guid.CreateVersion7(time.GetUtcNow()));
            var codes = Enumerable.Range(0, count).Select(_ => VotingCode.New(lot.Lot)).ToArray();
            if (await WriteAsync(poll, lot, codes, cancellationToken))
                return codes;
        }
    }

    /// <summary>Uses a code up.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="code">As <see cref="VotingCode.TryParse"/> gives it.</param>
    /// <param name="key">What the client calls this redemption: sent again with it, the code gives the same.</param>
    /// <param name="expiresAt">When a token made of it now ends.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The redemption, now or at the first time; null when the code is none of this poll or is used.</returns>
    /// <exception cref="CosmosException">Storage failed; the code may be used, and still gives the same under the same key.</exception>
    public async Task<RedeemedCode?> RedeemAsync(Poll poll, string code, Guid key, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var lot = VotingCode.LotOf(code);
        var partition = TallyDatabase.LotKey(poll.Id, lot);
        var hash = CodeHash.Of(poll.Keys, code);
        var (bucket, _) = await database.Codes.TryReadAsync(hash.BucketId, partition, AppJson.Default.CodeBucket, cancellationToken);
        if (bucket is null || !hash.IsIn(bucket.Hashes))
            return null;

        var redeemed = new RedeemedCode(poll.Id, lot, key, expiresAt, hash.RedemptionId);
        using var response = await database.Codes.CreateTransactionalBatch(partition)
            .ReadItem(hash.BucketId)
            .CreateItemStream(Documents.Content(redeemed, AppJson.Default.RedeemedCode), CreateOptions)
            .ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return redeemed;

        // Deleted with its poll meanwhile: nothing may be written where nobody looks any more.
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (response.StatusCode != HttpStatusCode.Conflict)
            throw response.Failure();

        // It is used: by somebody else, or by this call, whose answer was lost here or on the way to the client.
        var (first, _) = await database.Codes.TryReadAsync(redeemed.Id, partition, AppJson.Default.RedeemedCode, cancellationToken);
        return first?.Key == key ? first : null;
    }

    /// <summary>Deletes all codes of a poll, used or not. May be repeated.</summary>
    /// <exception cref="CosmosException">Storage failed; some may be left.</exception>
    public async Task DeleteAllAsync(string pollId, CancellationToken cancellationToken)
    {
        // Until none is there: a lot may be made while the others are being deleted.
        while (await ReadLotsAsync(pollId, cancellationToken) is { Count: > 0 } lots)
        {
            foreach (var lot in lots)
                await database.Codes.DeleteOthersAsync(TallyDatabase.LotKey(pollId, lot), keptId: null, cancellationToken);
        }
    }

    private async Task<HashSet<string>> ReadLotsAsync(string pollId, CancellationToken cancellationToken)
    {
        var lots = new HashSet<string>();
        var options = new QueryRequestOptions { PartitionKey = new PartitionKeyBuilder().Add(pollId).Build() };
        using var feed = database.Codes.GetItemQueryIterator<LotName>("SELECT * FROM c", requestOptions: options);
        while (feed.HasMoreResults)
            lots.UnionWith((await feed.ReadNextAsync(cancellationToken)).Select(document => document.Lot));
        return lots;
    }

    /// <summary>False when another lot has that name.</summary>
    private async Task<bool> WriteAsync(Poll poll, CodeLot lot, string[] codes, CancellationToken cancellationToken)
    {
        var partition = TallyDatabase.LotKey(poll.Id, lot.Lot);
        var batch = database.Codes.CreateTransactionalBatch(partition).CreateItemStream(Documents.Content(lot, AppJson.Default.CodeLot), CreateOptions);
        foreach (var bucket in codes.Select(code => CodeHash.Of(poll.Keys, code)).GroupBy(hash => hash.BucketId))
        {
            var hashes = new byte[bucket.Count() * CodeHash.Length];
            foreach (var (index, hash) in bucket.Index())
                hash.Write(hashes.AsSpan(index * CodeHash.Length));
            batch = batch.CreateItemStream(Documents.Content(new CodeBucket(poll.Id, lot.Lot, hashes, bucket.Key), AppJson.Default.CodeBucket), CreateOptions);
        }

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return true;
        if (response.StatusCode != HttpStatusCode.Conflict)
            throw response.Failure();

        // It may be this one, if the SDK lost the answer and sent it again.
        var (there, _) = await database.Codes.TryReadAsync(CodeLot.DocumentId, partition, AppJson.Default.CodeLot, cancellationToken);
        return there?.Attempt == lot.Attempt;
    }
}
