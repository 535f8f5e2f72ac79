using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveTally.Tests.Infrastructure.AzureTarget;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.Infrastructure.Templates;

public sealed partial class IdentitiesMayDoWhatTheirBindingsNeed(Deployments deployments)
{
    [Fact]
    public void The_applications_identity_has_a_role_for_each_binding_and_no_other()
    {
        // The ids are those of Azure's built-in roles.
        var needed = new HashSet<(string On, string Role)>
        {
            // Locks, checkpoints, dead letters and the package that is run; diagnostic events; telemetry.
            ("Microsoft.Storage/storageAccounts", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),
            ("Microsoft.Storage/storageAccounts", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"),
            ("Microsoft.Insights/components", "3913510d-42f4-4e42-8a64-420c390055eb"),
            // SubmitVote appends to the log through the SDK.
            ("Microsoft.EventHub/namespaces/eventhubs", "2b629674-e913-4c01-ae53-ef4638d8f975"),
        };
        if (Application.Bindings.OfType<EventHubTriggerAttribute>().Any())
            needed.Add(("Microsoft.EventHub/namespaces/eventhubs", "a638d3c7-ab3a-418d-83e6-5f17a39d4fde"));
        if (Application.Bindings.Any(binding => binding is SignalROutputAttribute or SignalRConnectionInfoInputAttribute))
            needed.Add(("Microsoft.SignalRService/signalR", "7e4f1700-ea5a-4f59-8f37-079cfe29dce3"));

        Assert.Equal(needed.Order(), Roles(deployments.Small).Order());
    }

    [Fact]
    public void It_reads_and_writes_documents_of_the_one_database()
    {
        var assignment = deployments.Small.One("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments")["properties"]!;

        Assert.EndsWith("/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002", (string)assignment["roleDefinitionId"]!, StringComparison.Ordinal);
        Assert.EndsWith("/dbs/livetally", (string)assignment["scope"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_captures_the_log_may_write_into_one_container_and_nothing_else()
    {
        var more = Roles(deployments.Everything).Except(Roles(deployments.Small));

        Assert.Equal([("Microsoft.Storage/storageAccounts/blobServices/containers", "ba92f5b4-2d11-453d-a403-e96b0029c9fe")], more);
    }

    [Fact]
    public void The_application_runs_as_one_identity()
    {
        var identity = deployments.Small.One("Microsoft.Web/sites")["identity"]!;

        Assert.Equal("UserAssigned", (string?)identity["type"]);
        Assert.Single(identity["userAssignedIdentities"]!.AsObject());
        Assert.Single(deployments.Small.Of("Microsoft.ManagedIdentity/userAssignedIdentities"));
    }

    private static IEnumerable<(string On, string Role)> Roles(Deployment deployment) =>
        deployment.Of("Microsoft.Authorization/roleAssignments").Select(assignment => (TypeOf(assignment), RoleOf(assignment)));

    private static string RoleOf(JsonNode assignment) => ((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1];

    // The resource that it is on comes before it in its id: /subscriptions/…/providers/{namespace}/{type}/{name}[/{type}/{name}…].
    private static string TypeOf(JsonNode assignment)
    {
        var parts = Scope().Match((string)assignment["id"]!).Groups[1].Value.Split('/');
        return string.Join('/', parts.Where((_, i) => i == 0 || i % 2 == 1));
    }

    [GeneratedRegex("/resourceGroups/[^/]+/providers/([^']+?)(?='|/providers/Microsoft.Authorization)")]
    private static partial Regex Scope();
}
