namespace LiveTally.Tests.Infrastructure.Hooks;

/// <summary>The hooks, with commands in place of az and azd that note what they are asked.</summary>
public sealed class RegisteringInEntra : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livetally-hooks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_time_both_applications_are_registered_and_the_environment_knows_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", """
            case "$*" in
              *'[appId, id]'*) printf 'api-id\napi-object\n' ;;
              *'--query appId'*) echo pages-id ;;
              *tenantId*) echo tenant-id ;;
              *) echo some-id ;;
            esac
            """);
        Fake("azd", "");

        var output = await RunAsync("register.sh");

        Assert.True(output.Code == 0, output.Error);
        Assert.Contains("Polls.Manage", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("Votes.Submit", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("api://api-id", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("servicePrincipals/some-id/appRoleAssignedTo", Asked("az"), StringComparison.Ordinal);
        Assert.Equal("env set ENTRA_TENANT_ID tenant-id\nenv set ENTRA_CLIENT_ID pages-id\nenv set ENTRA_AUDIENCE api-id\n", Asked("azd"));
    }

    [Theory]
    [InlineData("ENTRA_AUDIENCE", "api-id")]
    [InlineData("LIVETALLY_ENTRA", "skip")]
    public async Task When_there_is_a_registration_or_none_is_wanted_nothing_is_asked(string name, string value)
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", "echo some-id");

        var output = await RunAsync("register.sh", (name, value));

        Assert.Equal((0, ""), (output.Code, Asked("az")));
    }

    [Fact]
    public async Task Without_a_sign_in_it_goes_on_and_says_what_is_missing()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", "exit 1");

        var output = await RunAsync("register.sh");

        Assert.Equal(0, output.Code);
        Assert.Contains("az login", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_that_fails_stops_the_deployment()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", """case "$*" in account*) echo tenant-id ;; *) exit 1 ;; esac""");
        Fake("azd", "");

        var output = await RunAsync("register.sh");

        Assert.NotEqual(0, output.Code);
        Assert.Equal("", Asked("azd"));
    }

    [Fact]
    public async Task Who_has_signed_in_may_come_back_to_the_pages()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", "");

        var output = await RunAsync("redirect.sh", ("ENTRA_CLIENT_ID", "pages-id"), ("LIVETALLY_WEB_URI", "https://pages.example.org"));

        Assert.True(output.Code == 0, output.Error);
        Assert.Contains("applications(appId='pages-id')", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("""["https://pages.example.org/"]""", Asked("az"), StringComparison.Ordinal);
    }

    private void Fake(string command, string body)
    {
        var file = Path.Combine(_folder.FullName, command);
        File.WriteAllText(file, $"#!/bin/sh\necho \"$*\" >> '{file}.asked'\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Asked(string command) =>
        File.Exists(Path.Combine(_folder.FullName, command + ".asked")) ? File.ReadAllText(Path.Combine(_folder.FullName, command + ".asked")) : "";

    private Task<Output> RunAsync(string hook, params (string Name, string Value)[] variables)
    {
        var environment = variables.Append(("AZURE_ENV_NAME", "test")).Append(("PATH", $"{_folder.FullName}:/usr/bin:/bin"))
            .ToDictionary(variable => variable.Item1, variable => variable.Item2);
        return Command.RunAsync("/bin/sh", [Repository.PathOf($"infra/hooks/{hook}")], environment: environment);
    }
}
