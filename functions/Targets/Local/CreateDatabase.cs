using LiveTally.Operations;
using Microsoft.Extensions.Hosting;

namespace LiveTally.Targets;

/// <summary>Creates the database and its containers before the first request and the first change; in Azure infra/ does.</summary>
internal sealed class CreateDatabase(TallyDatabase database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.CreateIfMissingAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
