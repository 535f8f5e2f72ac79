using LiveTally.Operations;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveTally.Targets;

/// <summary>Says where LiveTally is, and what to try first.</summary>
internal sealed class Welcome(IServer server, IOptions<AdminOptions> admin, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Read now, while a key file that cannot be read can still end the start.
        var adminKey = admin.Value.Key;
        lifetime.ApplicationStarted.Register(() => Write(adminKey));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Write(string? adminKey)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        const string Json = "-H 'Content-Type: application/json'";
        Console.WriteLine($$"""

            LiveTally is running at {{address}}
            Admin key: {{adminKey}}

              {{address}}/        vote, with the code of a poll
              {{address}}/admin   make polls and look after them

            Or without a browser: create and open a poll, vote, see the tally:

              POLL=$(curl -s {{address}}/api/polls -H 'X-Admin-Key: {{adminKey}}' {{Json}} -d '{"question":"Tabs or spaces?","options":["Tabs","Spaces"]}' | cut -d'"' -f4) && curl -s -X POST {{address}}/api/polls/$POLL/open -H 'X-Admin-Key: {{adminKey}}'
              TOKEN=$(curl -s {{address}}/api/polls/$POLL/voters {{Json}} -d '{}' | cut -d'"' -f4) && curl -s {{address}}/api/polls/$POLL/votes -H "Authorization: Bearer $TOKEN" {{Json}} -d '{"choices":[0]}'
              curl -s {{address}}/api/polls/$POLL/results

            Ctrl-C stops it; what was accepted is kept.

            """);
    }
}
