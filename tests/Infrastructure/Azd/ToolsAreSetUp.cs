using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LiveTally.Tests.Infrastructure.Azd;

/// <summary>Workflows, the dev container and the editor name what is there.</summary>
public sealed partial class ToolsAreSetUp
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static TheoryData<string> EditorFiles =>
        [.. Repository.Files(".vscode", "*.json").Concat(Repository.Files(".devcontainer", "*.json")).Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(EditorFiles))]
    public void Files_that_the_editor_is_pointed_to_are_there(string file)
    {
        var text = JsonNode.Parse(Repository.Read(file), documentOptions: Lenient)!.ToJsonString();

        Assert.All(Paths().Matches(text), match => Assert.True(Path.Exists(Repository.PathOf(match.Groups[1].Value)), match.Value));
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml", ".ci/run")]
    [InlineData(".github/workflows/deploy.yml", "azd provision", "azd deploy")]
    public void Workflows_run_what_there_is_to_run_with_no_more_rights_than_they_need(string file, params string[] commands)
    {
        var workflow = Yaml.Read(file);
        var text = Repository.Read(file);

        Assert.All(commands, command => Assert.Contains(command, text, StringComparison.Ordinal));
        Assert.Equal("read", workflow.Map("permissions").Text("contents"));
        Assert.DoesNotContain("client-secret", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AZURE_CREDENTIALS", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Local_settings_of_the_real_host_name_emulators_and_nothing_else()
    {
        var values = Json.Read("functions/local.settings.sample.json")["Values"]!.AsObject().ToDictionary(value => value.Key, value => (string)value.Value!);

        Assert.Equal("dotnet-isolated", values["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.All(["AzureWebJobsStorage", "EventHubs", "Cosmos", "AzureSignalRConnectionString"], name => Assert.Contains(name, values.Keys));
        Assert.All(values.Values, value => Assert.DoesNotMatch(@"\.(windows|azure|signalr)\.(net|com)", value));
    }

    [GeneratedRegex(@"\$\{workspaceFolder\}/([^""\s]+)")]
    private static partial Regex Paths();
}
