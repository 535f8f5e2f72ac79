using LiveTally.Local.CosmosDb.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>Takes each request to its handler and turns what the handler throws into an answer.</summary>
internal sealed class Router(Store store, MasterKey masterKey, ItemFaults faults, ILogger logger, CancellationToken stopping)
{
    private readonly ResourceHandler resources = new(store);
    private readonly ItemHandler items = new(store);
    private readonly BatchHandler batches = new(store);
    private readonly FeedHandler feeds = new(store);
    private readonly ChangeFeedHandler changes = new(store, stopping);
    private readonly QueryHandler queries = new(store);

    public async Task HandleAsync(HttpContext context)
    {
        var request = new CosmosRequest(context.Request, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        CosmosResponse response;
        try
        {
            masterKey.Check(request);
            response = await RouteAsync(context, request);
        }
        catch (CosmosException e)
        {
            response = CosmosResponse.Fault(e.Status, e.Message, e.SubStatus);
        }
        catch (StoreUnavailableException e)
        {
            response = CosmosResponse.Fault(503, $"The store cannot be written now: {e.Message}");
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            Log.RequestFailed(logger, request.Method, context.Request.Path, e);
            response = CosmosResponse.Fault(500, "The local endpoint failed; its log says why.");
        }

        if (request.LosesAnswer)
        {
            context.Abort();
            return;
        }

        Log.Answered(logger, request.Method, context.Request.Path, response.Status, response.SubStatus);
        await response.WriteAsync(context, store.TimeProvider);
    }

    private Task<CosmosResponse> RouteAsync(HttpContext context, CosmosRequest request) => (request.Method, request.Path) switch
    {
        ("GET", [""]) => Task.FromResult(AccountHandler.Read(context.Request)),
        ("GET", ["dbs"]) => Task.FromResult(resources.ListDatabases()),
        ("POST", ["dbs"] or ["dbs", _, "colls"]) when request.Flag(Headers.IsQuery) => throw CosmosException.BadRequest(
            "Queries of databases and containers are not supported: list them without one."),
        ("POST", ["dbs"]) => resources.CreateDatabaseAsync(request),
        ("GET", ["dbs", var db]) => Task.FromResult(resources.ReadDatabase(db)),
        ("DELETE", ["dbs", var db]) => resources.DeleteDatabaseAsync(db),
        ("GET", ["dbs", var db, "colls"]) => Task.FromResult(resources.ListContainers(db)),
        ("POST", ["dbs", var db, "colls"]) => resources.CreateContainerAsync(request, db),
        ("GET", ["dbs", var db, "colls", var c]) => Task.FromResult(resources.ReadContainer(db, c)),
        ("PUT", ["dbs", var db, "colls", var c]) => resources.ReplaceContainerAsync(request, db, c),
        ("DELETE", ["dbs", var db, "colls", var c]) => resources.DeleteContainerAsync(db, c),
        ("GET", ["dbs", var db, "colls", var c, "pkranges"]) => Task.FromResult(
            PartitionKeyRangeHandler.Read(request, store.Catalog.ContainerByNameOrResourceId(db, c))),
        (_, ["dbs", var db, "colls", var c, "docs", ..]) => RouteDocumentsAsync(request, store.Catalog.Container(db, c, ownerSubStatus: 1003)),
        _ => throw NotServed(request),
    };

    private async Task<CosmosResponse> RouteDocumentsAsync(CosmosRequest request, ContainerInfo container) =>
        await faults.BeforeAsync(request, container) ?? await RouteDocuments(request, container);

    private Task<CosmosResponse> RouteDocuments(CosmosRequest request, ContainerInfo container) => (request.Method, request.Path) switch
    {
        ("GET", { Length: 6 }) => Task.FromResult(items.Read(request, container)),
        ("PUT" or "PATCH" or "DELETE", { Length: 6 }) => items.WriteAsync(request, container),
        ("GET", { Length: 5 }) when request.Header(Headers.FeedInstruction) is not null => changes.ReadAsync(request, container),
        ("GET", { Length: 5 }) => Task.FromResult(feeds.Read(request, container)),
        ("POST", { Length: 5 }) when request.Flag(Headers.IsBatch) => batches.RunAsync(request, container),
        ("POST", { Length: 5 }) when request.Flag(Headers.IsQueryPlan) => QueryPlanHandler.PlanAsync(request),
        ("POST", { Length: 5 }) when request.Flag(Headers.IsQuery) => queries.RunAsync(request, container),
        ("POST", { Length: 5 }) => items.CreateAsync(request, container),
        _ => throw NotServed(request),
    };

    private static CosmosException NotServed(CosmosRequest request) =>
        new(405, $"{request.Method} /{string.Join('/', request.Path)} is not served by this endpoint.");
}
