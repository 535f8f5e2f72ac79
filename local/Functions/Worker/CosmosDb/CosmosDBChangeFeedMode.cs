namespace Microsoft.Azure.Functions.Worker;

public enum CosmosDBChangeFeedMode
{
    LatestVersion,
    AllVersionsAndDeletes,
}
