using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(LiveTally.Tests.Infrastructure.Templates.Deployments))]

namespace LiveTally.Tests.Infrastructure.Templates;

/// <summary>What a deployment makes.</summary>
public sealed class Deployment(JsonArray resources)
{
    public IEnumerable<JsonNode> All => resources.Select(resource => resource!);

    public IEnumerable<JsonNode> Of(string type) => All.Where(resource => (string?)resource["type"] == type);

    public JsonNode One(string type) => Of(type).Single();

    /// <summary>The application's settings, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        One("Microsoft.Web/sites/config")["properties"]!.AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!);
}

/// <summary>The smallest deployment and the one with everything on, made once.</summary>
public sealed class Deployments : IAsyncLifetime
{
    /// <summary>The month in which the budget of the one with everything on was made.</summary>
    public const string BudgetStart = "2026-03-01";

    public Deployment Small { get; private set; } = new([]);

    public Deployment Everything { get; private set; } = new([]);

    public IEnumerable<Deployment> Both => [Small, Everything];

    public async ValueTask InitializeAsync()
    {
        Small = new(await Bicep.PredictAsync([]));
        Everything = new(await Bicep.PredictAsync(
        [
            "param scale = 'large'",
            "param privateNetworking = true",
            "param zoneRedundant = true",
            "param captureVotes = true",
            $"param entraTenantId = '{Bicep.Subscription}'",
            "param entraAudience = 'api'",
            "param entraClientId = 'pages'",
            "param corsOrigins = 'https://example.org'",
            "param alertEmail = 'operator@example.org'",
            "param monthlyBudget = 500",
            $"param budgetStart = '{BudgetStart}'",
        ]));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
