namespace LiveTally.Local.Functions.Hosting;

/// <summary>The command line of the local host: settings come from the environment.</summary>
internal static class CommandLine
{
    private const string Usage = """
        LiveTally, local target: the functions and everything they bind to, in one process.

        Usage: run without arguments. Settings come from the environment:

          LIVETALLY_PORT         port of the web server on 127.0.0.1, 0 to 65535; 0 takes a free one. Default 7071
          LIVETALLY_DATA         folder of everything that is kept, made if missing. Default .data
          LIVETALLY_ADMIN_KEY    what an admin sends as X-Admin-Key. Default: made at the first start, kept in the folder
          LIVETALLY_PARTITIONS   partitions of the vote log, 1 to 1024, fixed once the folder exists. Default 32
          LIVETALLY_COSMOS_PORT  port of the Cosmos DB endpoint on 127.0.0.1, 0 to 65535; 0 takes a free one. Default 0
          LIVETALLY_LOG_RETENTION        how long the vote log keeps events, for example 7.00:00:00. Default: for ever
          LIVETALLY_LOG_RETENTION_BYTES  bytes that the vote log keeps at least. Default: all
          LIVETALLY_WEB          folder of the built web pages. Default: web/dist of this repository
          LIVETALLY_FAULTS       true: faults can be asked for at /_faults, for tests. Default false
          Entra__TenantId, Entra__Audience  sign-in with Entra ID beside the admin key, see docs/operations.md
          Cosmos                 connection string of another Cosmos DB account or emulator, instead of the endpoint here
          Cosmos__accountEndpoint  the same by address, with an identity
          AzureWebJobsStorage    connection string of a storage account or of Azurite that keeps dead letters, instead of the folder
          AzureWebJobsStorage__blobServiceUri  the same by address, with an identity

        Options:

          --help                 prints this and ends
        """;

    /// <exception cref="StartupException">An argument is unknown.</exception>
    public static void Handle(string[] args)
    {
        StartupErrors.Install();
        if (args is [])
            return;
        if (args is ["--help"] or ["-h"])
        {
            Console.Out.WriteLine(Usage);
            Environment.Exit(0);
        }

        throw new StartupException($"unknown argument '{args[0]}'; --help lists what there is");
    }
}
