namespace LiveTally.Local.CosmosDb.Http;

/// <summary>The headers of the Cosmos DB REST protocol that are not HTTP's own.</summary>
internal static class Headers
{
    public const string ActivityId = "x-ms-activity-id";
    public const string BatchContinues = "x-ms-cosmos-batch-continue-on-error";
    public const string Continuation = "x-ms-continuation";
    public const string Date = "x-ms-date";
    public const string EndEpk = "x-ms-end-epk";
    public const string FeedInstruction = "A-IM";
    public const string IsBatch = "x-ms-cosmos-is-batch-request";
    public const string IsBatchAtomic = "x-ms-cosmos-batch-atomic";
    public const string IsQuery = "x-ms-documentdb-isquery";
    public const string IsQueryPlan = "x-ms-cosmos-is-query-plan-request";
    public const string IsUpsert = "x-ms-documentdb-is-upsert";
    public const string ItemCount = "x-ms-item-count";
    public const string MaxItemCount = "x-ms-max-item-count";
    public const string PartitionKey = "x-ms-documentdb-partitionkey";
    public const string RequestCharge = "x-ms-request-charge";
    public const string RetryAfterMs = "x-ms-retry-after-ms";
    public const string SessionToken = "x-ms-session-token";
    public const string StartEpk = "x-ms-start-epk";
    public const string SubStatus = "x-ms-substatus";
    public const string Version = "x-ms-version";
}
