using System.Text.Json.Serialization;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>The body of an error.</summary>
internal sealed record ErrorBody(string Code, string Message);

/// <summary>A region of the account; there is one.</summary>
internal sealed record LocationBody(string Name, string DatabaseAccountEndpoint);

/// <summary>What <c>GET /</c> answers.</summary>
internal sealed record AccountBody(
    string Id,
    [property: JsonPropertyName("_rid")] string ResourceId,
    [property: JsonPropertyName("_self")] string Self,
    IReadOnlyList<LocationBody> WritableLocations,
    IReadOnlyList<LocationBody> ReadableLocations,
    bool EnableMultipleWriteLocations,
    ConsistencyPolicyBody UserConsistencyPolicy,
    ReplicationPolicyBody UserReplicationPolicy,
    ReplicationPolicyBody SystemReplicationPolicy,
    ReadPolicyBody ReadPolicy,
    string QueryEngineConfiguration);

internal sealed record ConsistencyPolicyBody(string DefaultConsistencyLevel);

internal sealed record ReplicationPolicyBody(
    int MinReplicaSetSize, [property: JsonPropertyName("maxReplicasetSize")] int MaxReplicaSetSize, bool AsyncReplication);

internal sealed record ReadPolicyBody(int PrimaryReadCoefficient, int SecondaryReadCoefficient);

internal sealed record DatabaseBody(
    string Id,
    [property: JsonPropertyName("_rid")] string ResourceId,
    [property: JsonPropertyName("_self")] string Self,
    [property: JsonPropertyName("_etag")] string ETag,
    [property: JsonPropertyName("_colls")] string Containers,
    [property: JsonPropertyName("_users")] string Users,
    [property: JsonPropertyName("_ts")] long Timestamp);

internal sealed record DatabasesBody(
    [property: JsonPropertyName("_rid")] string ResourceId,
    [property: JsonPropertyName("_count")] int Count,
    [property: JsonPropertyName("Databases")] IReadOnlyList<DatabaseBody> Databases);

internal sealed record PartitionKeyRangeBody(
    [property: JsonPropertyName("_rid")] string ResourceId,
    [property: JsonPropertyName("_self")] string Self,
    [property: JsonPropertyName("_etag")] string ETag,
    string Id,
    string MinInclusive,
    string MaxExclusive,
    int RidPrefix,
    double ThroughputFraction,
    string Status,
    IReadOnlyList<string> Parents,
    [property: JsonPropertyName("_ts")] long Timestamp);

internal sealed record PartitionKeyRangesBody(
    [property: JsonPropertyName("_rid")] string ResourceId,
    [property: JsonPropertyName("_count")] int Count,
    [property: JsonPropertyName("PartitionKeyRanges")] IReadOnlyList<PartitionKeyRangeBody> Ranges);

internal sealed record QueryPlanBody(
    [property: JsonPropertyName("partitionedQueryExecutionInfoVersion")] int Version,
    QueryInfoBody QueryInfo,
    IReadOnlyList<QueryRangeBody> QueryRanges);

internal sealed record QueryInfoBody(
    string DistinctType,
    int? Top,
    int? Offset,
    int? Limit,
    IReadOnlyList<string> OrderBy,
    IReadOnlyList<string> OrderByExpressions,
    IReadOnlyList<string> GroupByExpressions,
    IReadOnlyList<string> GroupByAliases,
    IReadOnlyList<string> Aggregates,
    IReadOnlyDictionary<string, string> GroupByAliasToAggregateType,
    string RewrittenQuery,
    bool HasSelectValue);

internal sealed record QueryRangeBody(string Min, string Max, bool IsMinInclusive, bool IsMaxInclusive);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(DatabaseBody))]
[JsonSerializable(typeof(DatabasesBody))]
[JsonSerializable(typeof(PartitionKeyRangesBody))]
[JsonSerializable(typeof(QueryPlanBody))]
internal sealed partial class WireJson : JsonSerializerContext;
