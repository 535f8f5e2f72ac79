using System.Text.Json.Nodes;

namespace LiveTally.Tests.Infrastructure.Templates;

/// <summary>Identities only, TLS 1.2 at least, and closed to outside where private networking asks for it.</summary>
public sealed class NothingTakesAKey(Deployments deployments)
{
    private const string Storage = "Microsoft.Storage/storageAccounts";
    private const string EventHubs = "Microsoft.EventHub/namespaces";
    private const string Cosmos = "Microsoft.DocumentDB/databaseAccounts";
    private const string SignalR = "Microsoft.SignalRService/signalR";
    private const string Site = "Microsoft.Web/sites";

    [Theory]
    [InlineData(Storage, "allowSharedKeyAccess", "false")]
    [InlineData(Storage, "allowBlobPublicAccess", "false")]
    [InlineData(Storage, "supportsHttpsTrafficOnly", "true")]
    [InlineData(Storage, "minimumTlsVersion", "TLS1_2")]
    [InlineData(EventHubs, "disableLocalAuth", "true")]
    [InlineData(EventHubs, "minimumTlsVersion", "1.2")]
    [InlineData(Cosmos, "disableLocalAuth", "true")]
    [InlineData(Cosmos, "disableKeyBasedMetadataWriteAccess", "true")]
    [InlineData(Cosmos, "minimalTlsVersion", "Tls12")]
    [InlineData(SignalR, "disableLocalAuth", "true")]
    [InlineData("Microsoft.Insights/components", "DisableLocalAuth", "true")]
    [InlineData("Microsoft.OperationalInsights/workspaces", "features.disableLocalAuth", "true")]
    [InlineData(Site, "httpsOnly", "true")]
    [InlineData(Site, "siteConfig.minTlsVersion", "1.2")]
    [InlineData(Site, "siteConfig.scmMinTlsVersion", "1.2")]
    [InlineData(Site, "siteConfig.ftpsState", "Disabled")]
    [InlineData(Site, "functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity")]
    [InlineData("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow", "false")]
    public void Every_resource_is_closed_to_keys_and_old_protocols(string type, string property, string value)
    {
        foreach (var deployment in deployments.Both)
        {
            Assert.NotEmpty(deployment.Of(type));
            Assert.All(deployment.Of(type), resource => Assert.Equal(value, Property(resource, property)));
        }
    }

    [Theory]
    [InlineData(Storage)]
    [InlineData(EventHubs)]
    [InlineData(Cosmos)]
    public void With_private_networking_no_store_is_reached_from_outside(string type)
    {
        Assert.Equal("Disabled", Property(deployments.Everything.One(type), "publicNetworkAccess"));
        Assert.Equal("Enabled", Property(deployments.Small.One(type), "publicNetworkAccess"));
    }

    [Fact]
    public void With_private_networking_every_service_has_an_endpoint_with_a_name_and_SignalR_takes_clients_only()
    {
        var endpoints = deployments.Everything.Of("Microsoft.Network/privateEndpoints")
            .Select(endpoint => (string)endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0]!);
        var denied = deployments.Everything.One(SignalR)["properties"]!["networkACLs"]!["publicNetwork"]!["deny"]!.AsArray().Select(entry => (string)entry!);

        Assert.Equal(["Sql", "blob", "namespace", "signalr", "table"], endpoints.Order(StringComparer.Ordinal));
        Assert.Equal(5, deployments.Everything.Of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count());
        Assert.Equal(["RESTAPI", "ServerConnection", "Trace"], denied);
        Assert.Contains("functionsSubnetId", Property(deployments.Everything.One(Site), "virtualNetworkSubnetId"), StringComparison.Ordinal);
        Assert.Empty(deployments.Small.Of("Microsoft.Network/virtualNetworks"));
    }

    private static string? Property(JsonNode resource, string path)
    {
        var node = resource["properties"];
        foreach (var name in path.Split('.'))
            node = node?[name];
        return node?.ToString();
    }
}
