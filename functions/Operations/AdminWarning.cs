using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>Says at the start when there is no way to be an admin: everything would answer, and nobody could make a poll.</summary>
internal sealed class AdminWarning(IOptions<AdminOptions> admin, IOptions<EntraOptions> entra, ILogger<AdminWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(admin.Value.Key) && !entra.Value.IsSet)
            Log.NobodyIsAdmin(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
