using System.Text.Json.Nodes;

namespace LiveTally.Tests.Infrastructure.Templates;

/// <summary>What Azure refuses to change afterwards.</summary>
public sealed class WhatIsDecidedOnce(Deployments deployments)
{
    private static readonly string[] AtSmall = ["param zoneRedundant = true", "param alertEmail = 'operator@example.org'", "param monthlyBudget = 5"];

    [Fact]
    public async Task At_the_smallest_scale_a_wish_for_zones_is_of_no_effect_and_a_budget_begins_this_month()
    {
        var small = new Deployment(await Bicep.PredictAsync(AtSmall));

        Assert.Equal("Standard_LRS", (string?)small.One("Microsoft.Storage/storageAccounts")["sku"]!["name"]);
        Assert.All(Zones(small), zones => Assert.False((bool)zones!));
        Assert.Equal("[utcNow('yyyy-MM-01')]", Start(small));
    }

    [Fact]
    public void At_a_larger_one_everything_that_can_be_is_in_more_than_one_zone()
    {
        Assert.Equal("Standard_ZRS", (string?)deployments.Everything.One("Microsoft.Storage/storageAccounts")["sku"]!["name"]);
        Assert.All(Zones(deployments.Everything), zones => Assert.True((bool)zones!));
    }

    [Fact]
    public void A_budget_that_is_there_keeps_the_month_in_which_it_was_made()
    {
        Assert.Equal(Deployments.BudgetStart, Start(deployments.Everything));

        // The deployment says which, azd keeps that under the output's name, and the parameter is read from there.
        Assert.Contains("output LIVETALLY_BUDGET_START string = ", Repository.Read("infra/main.bicep"), StringComparison.Ordinal);
        Assert.Equal("${LIVETALLY_BUDGET_START}", (string?)Json.Read("infra/main.parameters.json")["parameters"]!["budgetStart"]!["value"]);
    }

    private static JsonNode?[] Zones(Deployment deployment) =>
    [
        deployment.One("Microsoft.DocumentDB/databaseAccounts")["properties"]!["locations"]![0]!["isZoneRedundant"],
        deployment.One("Microsoft.Web/serverfarms")["properties"]!["zoneRedundant"],
    ];

    private static string Start(Deployment deployment) => (string)deployment.One("Microsoft.Consumption/budgets")["properties"]!["timePeriod"]!["startDate"]!;
}
