namespace LiveTally.Tests.Infrastructure.Hooks;

/// <summary>The hooks, with commands in place of az and azd that note what they are asked.</summary>
public sealed class RegisteringInEntra : IDisposable
{
    // What is made gets an id; nothing is found.
    private const string NothingIsThere = """
        case "$*" in
          *' list '*|*'--method GET'*|*'--output none'*) ;;
          *'[appId, id]'*) printf 'api-id\napi-object\n' ;;
          *'--query appId'*) echo pages-id ;;
          *tenantId*) echo tenant-id ;;
          *signed-in-user*) echo my-id ;;
          *) echo some-id ;;
        esac
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livetally-hooks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_time_both_applications_are_registered_and_the_environment_knows_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", NothingIsThere);
        Fake("azd", "");

        var output = await RunAsync("register.sh");

        Assert.True(output.Code == 0, output.Error);
        Assert.Contains("Polls.Manage", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("Votes.Submit", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("api://api-id", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("servicePrincipals/some-id/appRoleAssignedTo", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("\"principalId\": \"my-id\"", Asked("az"), StringComparison.Ordinal);
        Assert.Equal("env set ENTRA_TENANT_ID tenant-id\nenv set ENTRA_CLIENT_ID pages-id\nenv set ENTRA_AUDIENCE api-id\n", Asked("azd"));
    }

    [Fact]
    public async Task What_an_attempt_that_failed_has_made_is_found_and_not_made_again()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", """
            case "$*" in
              *'[0].[appId, id]'*) printf 'api-id\napi-object\n' ;;
              *'ad app list'*) echo pages-id ;;
              *tenantId*) echo tenant-id ;;
              *) echo some-id ;;
            esac
            """);
        Fake("azd", "");

        var output = await RunAsync("register.sh");

        Assert.True(output.Code == 0, output.Error);
        Assert.DoesNotContain("--method POST", Asked("az"), StringComparison.Ordinal);
        Assert.Equal("env set ENTRA_TENANT_ID tenant-id\nenv set ENTRA_CLIENT_ID pages-id\nenv set ENTRA_AUDIENCE api-id\n", Asked("azd"));
    }

    [Fact]
    public async Task A_service_principal_is_asked_who_is_to_be_an_admin_before_anything_is_made()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", """case "$*" in *signed-in-user*) exit 1 ;; *) echo some-id ;; esac""");
        Fake("azd", "");

        var output = await RunAsync("register.sh");

        Assert.NotEqual(0, output.Code);
        Assert.Contains("LIVETALLY_ADMIN", output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("rest ", Asked("az"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_registration_is_for_the_admin_that_is_named_and_prints_what_that_one_has_to_set()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", NothingIsThere);
        Fake("azd", "");

        var output = await Command.RunAsync(
            "/bin/sh", [Repository.PathOf("infra/hooks/register.sh"), "event"], environment: Environment(("LIVETALLY_ADMIN", "their-id")));

        Assert.True(output.Code == 0, output.Error);
        Assert.Equal("azd env set ENTRA_TENANT_ID tenant-id\nazd env set ENTRA_CLIENT_ID pages-id\nazd env set ENTRA_AUDIENCE api-id\n", output.Out);
        Assert.Equal("", Asked("azd"));
        Assert.Contains("LiveTally API (event)", Asked("az"), StringComparison.Ordinal);
        Assert.Contains("\"principalId\": \"their-id\"", Asked("az"), StringComparison.Ordinal);
        Assert.DoesNotContain("signed-in-user", Asked("az"), StringComparison.Ordinal);
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

    [Fact]
    public async Task Who_keeps_the_hooks_from_Entra_is_told_what_the_registration_needs()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fake("az", "");

        var output = await RunAsync(
            "redirect.sh", ("LIVETALLY_ENTRA", "skip"), ("ENTRA_CLIENT_ID", "pages-id"), ("LIVETALLY_WEB_URI", "https://pages.example.org"));

        Assert.Equal((0, ""), (output.Code, Asked("az")));
        Assert.Contains("pages-id needs https://pages.example.org/", output.Error, StringComparison.Ordinal);
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

    private Task<Output> RunAsync(string hook, params (string Name, string Value)[] variables) => Command.RunAsync(
        "/bin/sh", [Repository.PathOf($"infra/hooks/{hook}")], environment: Environment([.. variables, ("AZURE_ENV_NAME", "test")]));

    private Dictionary<string, string> Environment(params (string Name, string Value)[] variables) =>
        variables.Append(("PATH", $"{_folder.FullName}:/usr/bin:/bin")).ToDictionary(variable => variable.Item1, variable => variable.Item2);
}
