using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Keeps host and web server from logging why they cannot start: that goes to stderr, in one line.</summary>
internal sealed class StartupLogFilter
{
    private volatile bool started;

    public void Started() => started = true;

    public void AddTo(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => started && level >= LogLevel.Warning);
}
