using LiveTally.Operations;
using LiveTally.Targets;
using LiveTally.Tests.Infrastructure.AzureTarget;
using LiveTally.Tests.Infrastructure.Templates;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveTally.Tests.Infrastructure.Settings;

/// <summary>What infra/ sets is what the application and its host read, under the same names.</summary>
public sealed class TheApplicationsSettings(Deployments deployments)
{
    // Read by the Functions host and by Azure Monitor's exporter; the names are theirs.
    private static readonly string[] OfTheHost =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__tableServiceUri",
    ];

    [Fact]
    public void The_application_starts_with_them_and_reads_every_one_that_is_not_its_hosts()
    {
        foreach (var deployment in deployments.Both)
        {
            var settings = Start(deployment);

            var unread = deployment.Settings.Keys.Except(OfTheHost).Except(OfTheBindings()).Where(name => !settings.WasRead(name));
            Assert.Empty(unread);
        }
    }

    [Fact]
    public void Every_connection_that_a_binding_names_is_an_address_and_the_applications_identity()
    {
        Assert.Empty(OfTheBindings().Concat(OfTheHost).Except(deployments.Small.Settings.Keys));
        Assert.All(
            deployments.Small.Settings.Where(setting => setting.Key.EndsWith("__credential", StringComparison.Ordinal)),
            setting => Assert.Equal("managedidentity", setting.Value));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage")]
    [InlineData("Cosmos")]
    [InlineData("EventHubs")]
    [InlineData("AzureSignalRConnectionString")]
    [InlineData("LIVETALLY_ADMIN_KEY")]
    public void Nothing_that_could_hold_a_secret_is_set(string name)
    {
        Assert.DoesNotContain(name, deployments.Everything.Settings.Keys);
    }

    [Theory]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("WEBSITE_RUN_FROM_PACKAGE")]
    [InlineData("WEBSITE_CONTENTAZUREFILECONNECTIONSTRING")]
    public void Nothing_that_Flex_Consumption_refuses_is_set(string name)
    {
        Assert.DoesNotContain(name, deployments.Everything.Settings.Keys);
    }

    [Fact]
    public void The_documentation_names_them_all_and_no_other()
    {
        var table = Markdown.Section("docs/azure.md", "Settings that the deployment makes").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(deployments.Small.Settings.Keys.Order(), table.Select(line => line.Split('`')[1]).Order());
    }

    // As much of a start as needs no service: the options are read and checked, and the clients are made.
    private static RecordedSettings Start(Deployment deployment)
    {
        var settings = new RecordedSettings(deployment.Settings.Select(setting => KeyValuePair.Create(setting.Key, Resolved(setting.Value))));
        var builder = FunctionsApplication.CreateBuilder([]);
        ((IConfigurationBuilder)builder.Configuration).Add(settings);
        builder.AddLiveTally();
        builder.Services.AddDeadLetterBlobs(builder.Configuration);
        using var provider = builder.Services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        _ = provider.GetRequiredService<CosmosClient>();
        return settings;
    }

    // What only Azure knows is an expression here; all of those are addresses or ids.
    private static string Resolved(string value) => value.StartsWith('[') ? "https://example.org" : value;

    private static IEnumerable<string> OfTheBindings() => Application.Bindings.SelectMany(OfBinding).Distinct();

    private static IEnumerable<string> OfBinding(BindingAttribute binding) => binding switch
    {
        EventHubTriggerAttribute trigger => Of(trigger.Connection, "fullyQualifiedNamespace"),
        CosmosDBTriggerAttribute trigger => Of(trigger.Connection, "accountEndpoint"),
        SignalROutputAttribute output => Of(output.ConnectionStringSetting ?? "AzureSignalRConnectionString", "serviceUri"),
        SignalRConnectionInfoInputAttribute input => Of(input.ConnectionStringSetting ?? "AzureSignalRConnectionString", "serviceUri"),
        HttpTriggerAttribute or TimerTriggerAttribute or HttpResultAttribute => [],
        _ => throw new NotSupportedException($"Say what settings {binding.GetType().Name} reads."),
    };

    private static string[] Of(string? connection, string address) => [$"{connection}__{address}", $"{connection}__credential", $"{connection}__clientId"];
}
