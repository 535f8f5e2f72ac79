using LiveTally.Local.Faults;

namespace LiveTally.Local.CosmosDb;

/// <summary>Where a <see cref="CosmosDbServer"/> keeps its data and on which port it listens.</summary>
public sealed record CosmosDbServerOptions
{
    /// <summary>The directory of the store, <c>cosmos.db</c>. Created when missing; one server at a time may own it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The TCP port on 127.0.0.1, 0 to 65535.</summary>
    /// <value>0: any free port.</value>
    public int Port { get; init; }

    /// <summary>
    /// Faults on demand, of the kinds that begin with <c>cosmos.</c>; what they happen to is a container's id. Only requests for items
    /// of a container are touched.
    /// </summary>
    /// <value>null: nothing goes wrong.</value>
    public FaultInjector? Faults { get; init; }
}
