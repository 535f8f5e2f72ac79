using System.Buffers;
using LiveTally.Local.CosmosDb.Items;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>Point operations on items.</summary>
internal sealed class ItemHandler(Store store)
{
    public CosmosResponse Read(CosmosRequest request, ContainerInfo container)
    {
        var epk = request.Epk(container);
        using var lease = store.Readers.Rent();
        foreach (var row in lease.Session.Find(container, epk, request.Path[5], store.Now))
        {
            var etag = ETag.Document(container.Number, row.Lsn);
            if (request.IfNoneMatch is { } known && ETag.Matches(known, container.Number, row.Lsn))
            {
                return new CosmosResponse(304) { ETag = etag, Container = container };
            }

            if (request.IfMatch is { } wanted && !ETag.Matches(wanted, container.Number, row.Lsn))
            {
                return CosmosResponse.Fault(412, "One of the specified pre-condition is not met: the item has another ETag.") with
                {
                    Container = container,
                };
            }

            var body = row.Body;
            return Describe(container, new ItemResult(200, RequestCharges.Read(body.Length)), row.Number, row.Lsn, row.Timestamp, body);
        }

        return CosmosResponse.Fault(404, "Entity with the specified id does not exist in the system.") with { Container = container };
    }

    public async Task<CosmosResponse> CreateAsync(CosmosRequest request, ContainerInfo container)
    {
        var document = ItemDocument.Parse(container.PartitionKey, await request.ReadBodyAsync());
        return await RunAsync(container, new ItemOperation
        {
            Type = request.Flag(Headers.IsUpsert) ? OperationType.Upsert : OperationType.Create,
            Epk = document.CheckKey(request.Epk(container)),
            Id = document.Id,
            Document = document,
            IfMatch = request.IfMatch,
            IfNoneMatch = request.IfNoneMatch,
            Minimal = request.Minimal,
        });
    }

    public async Task<CosmosResponse> WriteAsync(CosmosRequest request, ContainerInfo container)
    {
        var operation = new ItemOperation
        {
            Type = request.Method switch { "PUT" => OperationType.Replace, "PATCH" => OperationType.Patch, _ => OperationType.Delete },
            Epk = request.Epk(container),
            Id = request.Path[5],
            IfMatch = request.IfMatch,
            IfNoneMatch = request.IfNoneMatch,
            Minimal = request.Minimal,
        };
        return await RunAsync(container, operation.Type switch
        {
            OperationType.Replace => operation.WithDocument(ItemDocument.Parse(container.PartitionKey, await request.ReadBodyAsync())),
            OperationType.Patch => operation with { Patch = PatchDocument.Parse(await request.ReadBodyAsync()) },
            _ => operation,
        });
    }

    private async Task<CosmosResponse> RunAsync(ContainerInfo container, ItemOperation operation)
    {
        await store.OtherOwner.StepInAsync(container, operation);
        var result = await store.Writer.RunAsync(session =>
        {
            var done = ItemWriter.Apply(session, container, operation);
            return (done, done.Succeeded);
        });
        if (!result.Succeeded)
        {
            return CosmosResponse.Fault(result.Status, result.Message!) with { Charge = result.Charge, Container = container };
        }

        var response = new CosmosResponse(result.Status) { Charge = result.Charge, Container = container };
        return (result.Item, operation.Minimal) switch
        {
            (null, _) => response,
            ({ } item, true) => response with { ETag = ETag.Document(container.Number, item.Lsn) },
            ({ } item, false) => Describe(container, result, item.Number, item.Lsn, item.Timestamp, item.Body),
        };
    }

    private static CosmosResponse Describe(
        ContainerInfo container, ItemResult result, long number, long lsn, long timestamp, ReadOnlySpan<byte> body)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + SystemProperties.MaxLength);
        SystemProperties.Write(output, container, number, lsn, timestamp, body);
        return new CosmosResponse(result.Status)
        {
            Body = output.WrittenMemory,
            ETag = ETag.Document(container.Number, lsn),
            Charge = result.Charge,
            Container = container,
        };
    }
}
