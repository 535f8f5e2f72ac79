using System.Text.RegularExpressions;

namespace LiveTally.Tests.Infrastructure.Templates;

public sealed partial class TheTemplates
{
    public static TheoryData<string> Files => [.. Repository.Files("infra", "*.bicep").Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Fact]
    public async Task Compile_without_a_warning()
    {
        // Types that do not fit are only warnings to it, with exit code 0, so that what it says decides.
        var output = await Bicep.RunAsync("build", Repository.PathOf("infra/main.bicep"), "--stdout");

        Assert.Equal("", output.Error);
        Assert.Equal(0, output.Code);
    }

    [Fact]
    public async Task Are_written_as_the_formatter_writes_them()
    {
        var copy = Directory.CreateTempSubdirectory("livetally-format-");
        try
        {
            File.Copy(Repository.PathOf("infra/bicepconfig.json"), Path.Combine(copy.FullName, "bicepconfig.json"));
            foreach (var file in Repository.Files("infra", "*.bicep"))
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));

            var output = await Bicep.RunAsync("format", "--pattern", Path.Combine(copy.FullName, "*.bicep"));

            Assert.True(output.Code == 0, output.Error);
            Assert.All(Repository.Files("infra", "*.bicep"), file => Assert.Equal(
                File.ReadAllText(file), File.ReadAllText(Path.Combine(copy.FullName, Path.GetFileName(file)))));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Need_nothing_from_a_registry_and_ask_for_no_key(string file)
    {
        var text = Repository.Read(file);

        Assert.DoesNotMatch(Remote(), text);
        Assert.DoesNotMatch(Keys(), text);
    }

    [Fact]
    public void Know_the_parameters_that_the_environment_sets()
    {
        var set = Json.Read("infra/main.parameters.json")["parameters"]!.AsObject().Select(parameter => parameter.Key);
        var known = Parameter().Matches(Repository.Read("infra/main.bicep")).Select(match => match.Groups[1].Value);

        // That one is computed by the deployment.
        Assert.Equal(known.Except(["thisMonth"]).Order(), set.Order());
    }

    [GeneratedRegex("'(br|ts)[/:]")]
    private static partial Regex Remote();

    [GeneratedRegex(@"list(Keys|ConnectionStrings|Credentials|Secrets)?\(|AccountKey=|SharedAccessKey", RegexOptions.IgnoreCase)]
    private static partial Regex Keys();

    [GeneratedRegex(@"^param (\w+)", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
