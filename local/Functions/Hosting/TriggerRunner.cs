using LiveTally.Local.Functions.SignalR;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Runs an invocation that no request started, again and again as its retry policy says.</summary>
internal sealed class TriggerRunner(
    FunctionInvoker invoker, OutputSender outputs, IServiceScopeFactory scopes, TimeProvider timeProvider, ILogger<TriggerRunner> logger)
{
    /// <summary>Makes the invocation for an attempt.</summary>
    public delegate TriggerInvocation Attempt(IServiceScopeFactory scopes, RetryContext attempt, CancellationToken cancellationToken);

    /// <summary>Ends when an attempt has succeeded, when no more are allowed, or when the host stops between two of them.</summary>
    public async Task<TriggerOutcome> RunAsync(FunctionDescriptor function, Attempt attempt, TriggerTokens tokens)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                await InvokeAsync(attempt(scopes, new RetryAttempt(retry, function.Retry.MaxRetryCount), tokens.Invocation));
                return TriggerOutcome.Succeeded;
            }
            catch (Exception e) when (tokens.Stopping.IsCancellationRequested)
            {
                // Even in the last attempt: it may have failed because the host stops, and what it was given would be passed over.
                Log.InvocationAbandoned(logger, e, function.Name, retry + 1);
                return TriggerOutcome.Abandoned;
            }
            catch (Exception e)
            {
                if (!function.Retry.AllowsAfter(retry))
                {
                    Log.InvocationFailed(logger, e, function.Name, retry + 1);
                    return TriggerOutcome.Failed;
                }

                Log.InvocationRetried(logger, e, function.Name, retry + 1, function.Retry.DelayAfter(retry));
            }

            if (!await PauseAsync(function.Retry.DelayAfter(retry), tokens.Stopping))
                return TriggerOutcome.Abandoned;
        }
    }

    private async Task InvokeAsync(TriggerInvocation invocation)
    {
        await using (invocation)
        {
            await invoker.InvokeAsync(invocation);
            await outputs.SendAsync(invocation);
        }
    }

    private async Task<bool> PauseAsync(TimeSpan delay, CancellationToken stopping)
    {
        await Task.Delay(delay, timeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }
}
