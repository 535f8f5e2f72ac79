using LiveTally.Tally;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace LiveTally.Limits;

/// <summary>Holds every HTTP function to the limits by address, before it or anything else looks at the request.</summary>
public sealed class RateLimitMiddleware(RateLimits limits) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
            return next(context);

        var refusal = limits.Request(http) ?? (context.FunctionDefinition.Name == nameof(GetJournal) ? limits.Journal(http) : null);
        return refusal is null ? next(context) : refusal.ExecuteAsync(http);
    }
}
