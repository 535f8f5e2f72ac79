using LiveTally.DeadLetters;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace LiveTally.Operations;

/// <summary>
/// Turns what an HTTP function did not foresee into a problem: 4xx when the request itself breaks off, 503 when storage fails, else 500, with
/// nothing of the exception in it. Other triggers see their exceptions, and so their retries, unchanged.
/// </summary>
public sealed class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.GetHttpContext() is { RequestAborted.IsCancellationRequested: true } gone)
        {
            // Whoever has hung up hears nothing, and is no fault of ours.
            gone.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (context.GetHttpContext() is { Response.HasStarted: false } http)
        {
            var problem = Describe(e, context.FunctionDefinition.Name);
            http.Response.Headers.Clear();
            await problem.ExecuteAsync(http);
        }
    }

    private Problem Describe(Exception e, string function)
    {
        if (e is BadHttpRequestException bad)
        {
            return bad.StatusCode switch
            {
                StatusCodes.Status408RequestTimeout => new Problem(Errors.RequestTimeout),
                StatusCodes.Status413PayloadTooLarge => new Problem(Errors.BodyTooLarge),
                _ => new Problem(Errors.BadRequest),
            };
        }

        if (e is CosmosException cosmos)
        {
            Log.StorageFailed(logger, e, function, cosmos.StatusCode);
            return new Problem(Errors.StorageUnavailable) { RetryAfter = cosmos.RetryAfter ?? TimeSpan.FromSeconds(1) };
        }

        // It was deleted after it had been looked up.
        if (e is PollDeletedException)
            return new Problem(Errors.PollNotFound);

        // The issuer's silence is in the log already, once however many it keeps out.
        if (e is IdentityUnavailableException)
            return new Problem(Errors.IdentityUnavailable) { RetryAfter = EntraIssuer.PauseAfterFailure };

        if (e is DeadLetterStoreException)
        {
            Log.DeadLettersFailed(logger, e, function);
            return new Problem(Errors.StorageUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        Log.FunctionFailed(logger, e, function);
        return new Problem(Errors.InternalError);
    }
}
