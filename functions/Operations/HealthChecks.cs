using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LiveTally.Operations;

/// <summary>Whether the application can work.</summary>
/// <param name="Status"><c>up</c> or <c>down</c>.</param>
/// <param name="Dependencies">The same, for each dependency by name.</param>
public sealed record Health(string Status, IReadOnlyDictionary<string, string> Dependencies);

/// <summary><c>GET /health/live</c> and <c>GET /health/ready</c>.</summary>
public sealed class HealthChecks(TallyDatabase database, IVoteLog log, IEnumerable<Dependency> others, ILogger<HealthChecks> logger)
{
    private const string Up = "up";
    private const string Down = "down";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The process answers.</summary>
    [Function("HealthLive")]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        Answers.Ok(new Health(Up, new Dictionary<string, string>()), AppJson.Default.Health);

    /// <summary>Storage and log answer too, and whatever else this configuration depends on; 503 when one does not.</summary>
    [Function("HealthReady")]
    public async Task<IResult> Ready(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        // A document that does not exist: the cheapest question that storage answers.
        Task ReadAsync(CancellationToken ct) => database.Polls.TryReadAsync("-", new PartitionKey("-"), AppJson.Default.Poll, ct);
        var dependencies = new Dictionary<string, string>
        {
            ["cosmos"] = await CheckAsync("cosmos", ReadAsync, cancellationToken),
            ["log"] = await CheckAsync("log", ct => log.GetPartitionCountAsync(ct).AsTask(), cancellationToken),
        };
        foreach (var other in others)
            dependencies[other.Name] = await CheckAsync(other.Name, other.CheckAsync, cancellationToken);
        if (!dependencies.ContainsValue(Down))
            return Answers.Ok(new Health(Up, dependencies), AppJson.Default.Health);

        request.HttpContext.Response.Headers.RetryAfter = "5";
        return Answers.Status(StatusCodes.Status503ServiceUnavailable, new Health(Down, dependencies), AppJson.Default.Health);
    }

    private async Task<string> CheckAsync(string name, Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await check(patience.Token);
            return Up;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.DependencyDown(logger, e, name);
            return Down;
        }
    }
}
