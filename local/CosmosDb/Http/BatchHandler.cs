using LiveTally.Local.CosmosDb.Batches;
using LiveTally.Local.CosmosDb.Items;
using LiveTally.Local.CosmosDb.Partitioning;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>TransactionalBatch: all operations or none, on one partition key. Bulk: each on its own, on any key.</summary>
internal sealed class BatchHandler(Store store)
{
    private const int FailedDependency = 424;
    private const int MultiStatus = 207;

    public async Task<CosmosResponse> RunAsync(CosmosRequest request, ContainerInfo container)
    {
        var body = await request.ReadBodyAsync();
        var rows = BatchRequest.Parse(body);
        var results = (request.Flag(Headers.IsBatchAtomic), request.Header(Headers.BatchContinues)) switch
        {
            (true, _) => await RunAtomicAsync(container, rows, request.Epk(container)),
            (_, "False" or "false") => await RunUntilFaultAsync(container, rows),
            _ => await Task.WhenAll(rows.Select(row => RunAloneAsync(container, row))),
        };
        return new CosmosResponse(results.All(IsSuccess) ? 200 : MultiStatus)
        {
            Body = JsonBatch.IsJson(body) ? JsonBatch.Write(container, results, WithBody) : BatchResultWriter.Write(container, results, WithBody),
            ContentType = JsonBatch.IsJson(body) ? "application/json" : "application/octet-stream",
            Charge = results.Sum(result => result.Charge),
            ItemCount = rows.Count,
            Container = container,
        };

        bool WithBody(int index) => rows[index].Type == OperationType.Read || !(rows[index].Minimal || request.Minimal);
    }

    private async Task<IReadOnlyList<ItemResult>> RunAtomicAsync(ContainerInfo container, List<BatchOperationRow> rows, byte[] epk)
    {
        var operations = rows.ConvertAll(row => Check(container, row, epk));
        foreach (var (operation, _) in operations)
        {
            await store.OtherOwner.StepInAsync(container, operation);
        }

        var results = await store.Writer.RunAsync(session =>
        {
            var done = new List<ItemResult>(operations.Count);
            foreach (var operation in operations)
            {
                done.Add(operation.Fault ?? ItemWriter.Apply(session, container, operation.Operation!));
                if (!IsSuccess(done[^1]))
                {
                    break;
                }
            }

            return (done, done.TrueForAll(IsSuccess));
        });
        if (results.TrueForAll(IsSuccess))
        {
            return results;
        }

        // What was done has been taken back; what comes after was never tried.
        var failed = results.Count - 1;
        return [.. operations.Select((_, i) => i == failed ? results[i] : new ItemResult(FailedDependency, 0))];
    }

    /// <summary>One after the other; what comes after a fault is not tried.</summary>
    private async Task<IReadOnlyList<ItemResult>> RunUntilFaultAsync(ContainerInfo container, List<BatchOperationRow> rows)
    {
        var results = new List<ItemResult>(rows.Count);
        foreach (var row in rows)
        {
            results.Add(results.TrueForAll(IsSuccess) ? await RunAloneAsync(container, row) : new ItemResult(FailedDependency, 0));
        }

        return results;
    }

    private async Task<ItemResult> RunAloneAsync(ContainerInfo container, BatchOperationRow row)
    {
        var checkedRow = Check(container, row, epk: null);
        await store.OtherOwner.StepInAsync(container, checkedRow.Operation);
        return checkedRow.Fault ?? await store.Writer.RunAsync(session =>
        {
            var result = ItemWriter.Apply(session, container, checkedRow.Operation!);
            return (result, result.Succeeded);
        });
    }

    /// <summary>What the request itself gets wrong fails the one operation, as what the store says does.</summary>
    /// <param name="epk">The batch's partition key; null where each row brings its own.</param>
    private static (ItemOperation? Operation, ItemResult? Fault) Check(ContainerInfo container, BatchOperationRow row, byte[]? epk)
    {
        try
        {
            epk ??= EffectivePartitionKey.FromHeader(container.PartitionKey, row.PartitionKey ?? "[]");
            var document = row.Type is OperationType.Create or OperationType.Replace or OperationType.Upsert
                ? ItemDocument.Parse(container.PartitionKey, row.Body)
                : null;
            document?.CheckKey(epk);
            var operation = new ItemOperation
            {
                Type = row.Type,
                Epk = epk,
                Id = row.Id ?? document?.Id ?? throw CosmosException.BadRequest("The operation names no item."),
                Patch = row.Type == OperationType.Patch ? PatchDocument.Parse(row.Body) : null,
                IfMatch = row.IfMatch,
                IfNoneMatch = row.IfNoneMatch,
                Minimal = row.Minimal,
            };
            return (document is null ? operation : operation.WithDocument(document), null);
        }
        catch (CosmosException e)
        {
            return (null, ItemResult.Fault(e.Status, e.Message));
        }
    }

    /// <summary>A read that finds nothing newer than what its caller has is no reason to roll back.</summary>
    private static bool IsSuccess(ItemResult result) => result.Succeeded || result.Status == 304;
}
