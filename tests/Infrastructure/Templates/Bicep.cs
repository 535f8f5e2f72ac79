using System.Text.Json.Nodes;

namespace LiveTally.Tests.Infrastructure.Templates;

/// <summary>The real Bicep compiler.</summary>
internal static class Bicep
{
    public const string Subscription = "00000000-0000-0000-0000-000000000001";

    // It wants ICU otherwise, which a bare machine lacks.
    private static readonly Dictionary<string, string> Environment = new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" };

    public static Task<Output> RunAsync(params string[] arguments) => Command.RunAsync(Repository.Metadata("Bicep"), arguments, environment: Environment);

    /// <summary>What a deployment with these parameters would send to Azure, every resource with its properties; values known only there stay expressions.</summary>
    public static async Task<JsonArray> PredictAsync(IEnumerable<string> parameters)
    {
        var folder = Directory.CreateTempSubdirectory("livetally-bicep-");
        try
        {
            // A using by absolute path is refused.
            var template = Path.GetRelativePath(folder.FullName, Repository.PathOf("infra/main.bicep"));
            var file = Path.Combine(folder.FullName, "deployment.bicepparam");
            await File.WriteAllLinesAsync(file, ["using '" + template + "'", "param environmentName = 'test'", "param location = 'westeurope'", .. parameters]);

            var output = await RunAsync(
                "snapshot", file, "--subscription-id", Subscription, "--tenant-id", Subscription, "--location", "westeurope",
                "--config", Repository.PathOf("infra/bicepconfig.json"));
            Assert.True(output.Code == 0, output.Error);
            var snapshot = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(file, ".snapshot.json")))!;
            Assert.Empty(snapshot["diagnostics"]!.AsArray());
            return snapshot["predictedResources"]!.AsArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
