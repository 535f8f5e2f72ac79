using System.Text.RegularExpressions;

namespace LiveTally.Tests.Infrastructure.Azd;

/// <summary>A deployment from GitHub has every choice that one from a person's machine has.</summary>
public sealed partial class TheWorkflowMakesTheSame
{
    // Set by `azd pipeline config` unasked.
    private static readonly string[] OfAzd = ["AZURE_CLIENT_ID", "AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_SUBSCRIPTION_ID", "AZURE_TENANT_ID"];

    private static readonly Dictionary<string, string> Parameters = Parameter().Matches(Repository.Read("infra/main.parameters.json"))
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static readonly Dictionary<object, object> Environment = Yaml.Read(".github/workflows/deploy.yml").Map("jobs").Map("deploy").Map("env");

    [Fact]
    public void Azd_hands_over_every_variable_that_a_parameter_is_read_from()
    {
        var handedOver = Yaml.Read("azure.yaml").Map("pipeline").List("variables").Cast<string>();

        Assert.Equal(Parameters.Keys.Except(OfAzd).Order(), handedOver.Order());
    }

    [Fact]
    public void The_workflow_sets_them_all_and_one_that_is_empty_to_the_parameters_default()
    {
        var expected = OfAzd.ToDictionary(name => name, _ => "");
        foreach (var (name, fallback) in Parameters)
            expected[name] = fallback;
        var lines = expected.Select(variable => KeyValuePair.Create(
            variable.Key, variable.Value is "" ? $"${{{{ vars.{variable.Key} }}}}" : $"${{{{ vars.{variable.Key} || '{variable.Value}' }}}}"));

        Assert.Equal(
            // Nobody is there who could register anything.
            lines.Append(KeyValuePair.Create("LIVETALLY_ENTRA", "skip")).OrderBy(line => line.Key, StringComparer.Ordinal),
            Environment.Select(line => KeyValuePair.Create((string)line.Key, (string)line.Value)).OrderBy(line => line.Key, StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)=?([^}]*)\}")]
    private static partial Regex Parameter();
}
