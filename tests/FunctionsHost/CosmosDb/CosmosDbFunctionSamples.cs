using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.FunctionsHost.CosmosDb;

public sealed record Document(string Id, string PollId, int Count);

/// <summary>What a function does with changes; the test decides.</summary>
public delegate void ChangesHandler(IReadOnlyList<Document> changes);

public sealed class RetriedFunctions(Recorder<Document> seen, ChangesHandler handler)
{
    [Function("retried")]
    [FixedDelayRetry(-1, "00:00:00.010")]
    public void Retried(
        [CosmosDBTrigger("db", "items", Connection = "Cosmos", CreateLeaseContainerIfNotExists = true, StartFromBeginning = true)]
        IReadOnlyList<Document> changes)
    {
        handler(changes);
        foreach (var change in changes)
            seen.Add(change);
    }
}

public sealed class HeldFunctions(Recorder<Document> seen)
{
    public static bool Holds { get; set; }

    [Function("held")]
    public async Task Held(
        [CosmosDBTrigger("db", "items", Connection = "Cosmos", CreateLeaseContainerIfNotExists = true, StartFromBeginning = true)]
        IReadOnlyList<Document> changes,
        CancellationToken cancellationToken)
    {
        foreach (var change in changes)
            seen.Add(change);
        if (Holds)
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}

public sealed class ListFunctions(Recorder<Document> seen, ChangesHandler handler)
{
    [Function("list")]
    public void List(
        [CosmosDBTrigger(
            "db",
            "items",
            Connection = "Cosmos",
            LeaseContainerName = "leases",
            CreateLeaseContainerIfNotExists = true,
            StartFromBeginning = true)]
        IReadOnlyList<Document> changes)
    {
        handler(changes);
        foreach (var change in changes)
            seen.Add(change);
    }
}

public sealed class TextFunctions(Recorder<string> seen)
{
    [Function("text")]
    public void Text(
        [CosmosDBTrigger(
            "db",
            "items",
            Connection = "Cosmos",
            LeaseContainerPrefix = "text",
            CreateLeaseContainerIfNotExists = true,
            StartFromBeginning = true,
            MaxItemsPerInvocation = 1)]
        string changes) => seen.Add(changes);
}
