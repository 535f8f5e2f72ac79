using System.Linq.Expressions;
using System.Reflection;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>A container, its leases, and what a function can take from its changes.</summary>
internal sealed class CosmosDbTriggerBinding : TriggerBinding
{
    private const string DefaultConnection = "CosmosDB";
    private const string DefaultLeaseContainer = "leases";

    /// <exception cref="StartupException">The attribute asks for what the local host cannot do.</exception>
    public CosmosDbTriggerBinding(string function, CosmosDBTriggerAttribute attribute, Func<string, string> resolve)
    {
        if (attribute.ChangeFeedMode != CosmosDBChangeFeedMode.LatestVersion)
            throw StartupException.OfFunction(function, "the local host follows the change feed only in mode LatestVersion");
        if (attribute.StartFromTime is not null)
            throw StartupException.OfFunction(function, "the local host cannot start the change feed at a time; use StartFromBeginning");

        Attribute = attribute;
        DatabaseName = resolve(attribute.DatabaseName);
        ContainerName = resolve(attribute.ContainerName);
        Connection = attribute.Connection ?? DefaultConnection;
        LeaseConnection = attribute.LeaseConnection ?? Connection;
        LeaseDatabaseName = attribute.LeaseDatabaseName is { } database ? resolve(database) : DatabaseName;
        LeaseContainerName = attribute.LeaseContainerName is { } container ? resolve(container) : DefaultLeaseContainer;
        LeaseContainerPrefix = attribute.LeaseContainerPrefix is { } prefix ? resolve(prefix) : "";
    }

    public override string Type => "cosmosDBTrigger";

    public override Type ContextType => typeof(CosmosDbInvocation);

    public CosmosDBTriggerAttribute Attribute { get; }

    public string DatabaseName { get; }

    public string ContainerName { get; }

    public string Connection { get; }

    public string LeaseConnection { get; }

    public string LeaseDatabaseName { get; }

    public string LeaseContainerName { get; }

    public string LeaseContainerPrefix { get; }

    protected override Expression? BindOwn(ParameterInfo parameter, Expression invocation)
    {
        if (!parameter.IsDefined(typeof(CosmosDBTriggerAttribute)))
            return null;
        if (parameter.ParameterType == typeof(string))
            return Expression.Call(invocation, nameof(CosmosDbInvocation.Text), []);
        return IsList(parameter.ParameterType)
            ? Expression.Call(invocation, nameof(CosmosDbInvocation.Documents), [parameter.ParameterType])
            : null;
    }

    private static bool IsList(Type type) =>
        type.IsSZArray
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var list && (list == typeof(IReadOnlyList<>) || list == typeof(List<>)));
}
