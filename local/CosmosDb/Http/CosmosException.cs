namespace LiveTally.Local.CosmosDb.Http;

/// <summary>A request that is answered with an error: status, substatus and message as the SDK shows them.</summary>
internal sealed class CosmosException(int status, string message, int subStatus = 0) : Exception(message)
{
    public int Status { get; } = status;

    public int SubStatus { get; } = subStatus;

    public static CosmosException BadRequest(string message, int subStatus = 0) => new(400, message, subStatus);

    public static CosmosException NotFound(string message, int subStatus = 0) => new(404, message, subStatus);

    public static CosmosException Conflict(string message) => new(409, message);
}
