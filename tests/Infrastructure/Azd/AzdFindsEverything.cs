using System.Text.RegularExpressions;
using LiveTally.Tests.Infrastructure.Templates;

namespace LiveTally.Tests.Infrastructure.Azd;

/// <summary>azure.yaml, by the rules of azd's own schema, and whether what it names is there.</summary>
public sealed partial class AzdFindsEverything(Deployments deployments)
{
    private static readonly Dictionary<object, object> Project = Yaml.Read("azure.yaml");

    [Fact]
    public void Azure_yaml_has_only_what_the_schema_has()
    {
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", Project.Text("name"));
        Assert.Empty(Project.Keys.Except(["name", "infra", "workflows", "hooks", "pipeline", "services"]));
        Assert.Empty(Project.Map("infra").Keys.Except(["provider", "path", "module"]));
        Assert.Empty(Project.Map("pipeline").Keys.Except(["variables"]));
        Assert.All(Services(), service => Assert.Empty(service.Map.Keys.Except(["project", "language", "host", "dist", "hooks"])));
        Assert.All(Services(), service => Assert.Contains(service.Map.Text("host"), new[] { "function", "staticwebapp" }));
        Assert.All(Services(), service => Assert.Contains(service.Map.Text("language"), new[] { "dotnet", "js", "ts" }));
        Assert.All(Hooks(), hook => Assert.Matches("^(pre|post)(provision|package|deploy|up|down)$", hook.Event));
    }

    [Fact]
    public void The_infrastructure_is_where_it_says()
    {
        var infra = Project.Map("infra");

        Assert.True(File.Exists(Repository.PathOf($"{infra.Text("path")}/{infra.Text("module")}.bicep")));
        Assert.True(File.Exists(Repository.PathOf($"{infra.Text("path")}/{infra.Text("module")}.parameters.json")));
    }

    [Fact]
    public void Every_service_is_a_project_and_has_one_resource_that_bears_its_name()
    {
        var tagged = deployments.Everything.All
            .Where(resource => resource["tags"]?["azd-service-name"] is not null)
            .Select(resource => ((string)resource["type"]!, (string)resource["tags"]!["azd-service-name"]!));
        var expected = Services().Select(service => (
            service.Map.Text("host") == "function" ? "Microsoft.Web/sites" : "Microsoft.Web/staticSites", service.Name));

        Assert.Equal(expected.Order(), tagged.Order());
        Assert.All(Services(), service => Assert.NotEmpty(Directory.GetFiles(
            Repository.PathOf(service.Map.Text("project")!), service.Map.Text("language") == "dotnet" ? "*.csproj" : "package.json")));
    }

    [Fact]
    public void The_resource_group_bears_the_environments_name_and_so_does_what_is_in_it()
    {
        var taggable = deployments.Everything.All.Where(resource => resource["tags"] is not null).ToArray();

        Assert.Contains(taggable, resource => (string?)resource["type"] == "Microsoft.Resources/resourceGroups");
        Assert.All(taggable, resource => Assert.Equal("test", (string?)resource["tags"]!["azd-env-name"]));
    }

    [Fact]
    public void The_pages_are_packaged_only_when_the_address_of_the_API_is_known()
    {
        var steps = Project.Map("workflows").Map("up").List("steps").Cast<Dictionary<object, object>>().Select(step => step.Text("azd"));

        Assert.Equal(["provision", "deploy --all"], steps);
    }

    [Fact]
    public void Every_hook_is_a_script_that_can_be_run()
    {
        Assert.NotEmpty(Hooks());
        Assert.All(Hooks(), hook =>
        {
            var file = Repository.PathOf(Path.Combine(hook.Folder, hook.Hook.Map("posix").Text("run")!));
            Assert.True(File.Exists(file), file);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute), file);
        });
    }

    [Fact]
    public void Every_variable_that_a_hook_reads_comes_from_azd_the_parameters_or_the_outputs()
    {
        var parameters = Variable().Matches(Repository.Read("infra/main.parameters.json")).Select(match => match.Groups[1].Value);
        var outputs = Output().Matches(Repository.Read("infra/main.bicep")).Select(match => match.Groups[1].Value);
        var read = Repository.Files("infra/hooks", "*.sh").SelectMany(file => Variable().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

        // Those of the hooks themselves, which docs/azure.md names.
        Assert.Empty(read.Except(parameters).Except(outputs).Except(["LIVETALLY_ADMIN", "LIVETALLY_ENTRA"]));
    }

    private static IEnumerable<(string Name, Dictionary<object, object> Map)> Services() =>
        Project.Map("services").Select(service => ((string)service.Key, (Dictionary<object, object>)service.Value));

    private static IEnumerable<(string Folder, string Event, Dictionary<object, object> Hook)> Hooks() =>
        Of("", Project).Concat(Services().SelectMany(service => Of(service.Map.Text("project")!, service.Map)));

    private static IEnumerable<(string, string, Dictionary<object, object>)> Of(string folder, Dictionary<object, object> map) =>
        map.Map("hooks").Select(hook => (folder, (string)hook.Key, (Dictionary<object, object>)hook.Value));

    [GeneratedRegex(@"\$\{?((?:AZURE|ENTRA|LIVETALLY)_[A-Z_]+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^output (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Output();
}
