using System.Globalization;
using LiveTally.Local.Functions.Hosting;
using LiveTally.Local.Functions.Pages;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions;

/// <summary>Settings of the local host, each from the configuration key that its summary names.</summary>
public sealed record LocalHostOptions
{
    /// <summary><c>LIVETALLY_PORT</c>: port of the web server on 127.0.0.1, 0 to 65535; 0 takes a free one.</summary>
    /// <value>7071</value>
    public int Port { get; init; } = 7071;

    /// <summary><c>LIVETALLY_DATA</c>: absolute path of the folder of everything that is kept.</summary>
    /// <value>.data in the current directory</value>
    public required string DataDirectory { get; init; }

    /// <summary><c>LIVETALLY_PARTITIONS</c>: partitions of the vote log, 1 to 1024.</summary>
    /// <value>32</value>
    public int Partitions { get; init; } = 32;

    /// <summary><c>LIVETALLY_COSMOS_PORT</c>: port of the Cosmos DB endpoint on 127.0.0.1, 0 to 65535; 0 takes a free one.</summary>
    /// <value>0</value>
    public int CosmosPort { get; init; }

    /// <summary><c>LIVETALLY_LOG_RETENTION</c>: how long the vote log keeps events, above 0; null: for ever.</summary>
    public TimeSpan? LogRetention { get; init; }

    /// <summary><c>LIVETALLY_LOG_RETENTION_BYTES</c>: bytes that the vote log keeps at least, 0 or more; null: all.</summary>
    public long? LogRetentionBytes { get; init; }

    /// <summary><c>LIVETALLY_FAULTS</c>: whether faults can be asked for at <c>/_faults</c>; for tests.</summary>
    /// <value>false</value>
    public bool Faults { get; init; }

    /// <summary>
    /// Name of the ASP.NET Core CORS policy that says from which origins browsers may reach the SignalR endpoint; an application that
    /// registers none lets no other origin in, unlike the service, whose default is all.
    /// </summary>
    public const string SignalRCorsPolicy = "SignalR";

    /// <summary><c>LIVETALLY_WEB</c>: absolute path of the folder of the built web pages; without them the API runs alone.</summary>
    /// <value>wwwroot beside the program, else web/dist of the repository that the program was built in</value>
    public string WebDirectory { get; init; } = PagesFolder.Default();

    internal const string PortKey = "LIVETALLY_PORT";
    internal const string DataKey = "LIVETALLY_DATA";
    internal const string PartitionsKey = "LIVETALLY_PARTITIONS";
    internal const string CosmosPortKey = "LIVETALLY_COSMOS_PORT";
    internal const string LogRetentionKey = "LIVETALLY_LOG_RETENTION";
    internal const string LogRetentionBytesKey = "LIVETALLY_LOG_RETENTION_BYTES";
    internal const string FaultsKey = "LIVETALLY_FAULTS";
    internal const string WebKey = "LIVETALLY_WEB";

    /// <exception cref="StartupException">A value is not in its range.</exception>
    internal static LocalHostOptions Read(IConfiguration configuration) => new()
    {
        Port = Number(configuration, PortKey, 7071, 0, 65535),
        DataDirectory = Path.GetFullPath(configuration[DataKey] is { Length: > 0 } directory ? directory : ".data"),
        Partitions = Number(configuration, PartitionsKey, 32, 1, 1024),
        CosmosPort = Number(configuration, CosmosPortKey, 0, 0, 65535),
        LogRetention = Span(configuration, LogRetentionKey),
        LogRetentionBytes = Bytes(configuration, LogRetentionBytesKey),
        Faults = Flag(configuration, FaultsKey),
        WebDirectory = configuration[WebKey] is { Length: > 0 } web ? Path.GetFullPath(web) : PagesFolder.Default(),
    };

    private static TimeSpan? Span(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero)
            return value;
        throw StartupException.OfSetting(key, $"'{text}' is not a time span above 0, such as 7.00:00:00");
    }

    private static long? Bytes(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return value;
        throw StartupException.OfSetting(key, $"'{text}' is not a whole number of bytes");
    }

    private static bool Flag(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return false;
        return bool.TryParse(text, out var value) ? value : throw StartupException.OfSetting(key, $"'{text}' is neither true nor false");
    }

    private static int Number(IConfiguration configuration, string key, int otherwise, int least, int most)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw StartupException.OfSetting(key, $"'{text}' is not a whole number from {least} to {most}");
    }
}
