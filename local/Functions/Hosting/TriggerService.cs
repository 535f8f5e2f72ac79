using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>
/// Runs the listeners: from when the web server listens, until it has drained. Being registered last, it stops before the application's
/// services.
/// </summary>
internal sealed class TriggerService(
    IEnumerable<ITriggerListener> listeners, IHostApplicationLifetime lifetime, ILogger<TriggerService> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>What an invocation gets after its token has been signalled.</summary>
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource invocation = new();
    private Task running = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        running = Task.WhenAll(listeners.Select(RunAsync));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompleted)
            return;

        await invocation.CancelAsync();
        await running.WaitAsync(LastGrace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted)
            Log.DrainTimedOut(logger);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        stopping.Dispose();
        invocation.Dispose();
    }

    private async Task RunAsync(ITriggerListener listener)
    {
        try
        {
            await Task.Run(() => listener.RunAsync(new TriggerTokens(stopping.Token, invocation.Token)));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end that was asked for.
        }
        catch (Exception e)
        {
            if (StartupErrors.Describe(e) is { } line)
                StartupErrors.Write(line);
            else
                Log.ListenerFailed(logger, e);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}
