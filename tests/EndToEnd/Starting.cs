using System.Net;
using System.Net.Sockets;

namespace LiveTally.Tests.EndToEnd;

public sealed class Starting
{
    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await FailsAsync($"{port}", [], ("LIVETALLY_PORT", $"{port}"));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_one_line_and_exit_code_1()
    {
        var file = Path.GetTempFileName();
        try
        {
            await FailsAsync(file, [], ("LIVETALLY_DATA", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_data_directory_that_another_process_uses_is_one_line_and_exit_code_1()
    {
        await using var process = await LiveTallyProcess.StartAsync();

        await FailsAsync(process.Data, [], ("LIVETALLY_DATA", process.Data));
    }

    [Theory]
    [InlineData("LIVETALLY_PORT", "seventy")]
    [InlineData("LIVETALLY_PORT", "70000")]
    [InlineData("LIVETALLY_PARTITIONS", "0")]
    [InlineData("Results__PushInterval", "1.00:00:00")]
    [InlineData("Results__PushInterval", "soon")]
    [InlineData("Voting__MaxWaiting", "-1")]
    [InlineData("Tally__Speed", "11")]
    [InlineData("Closing__Margin", "00:00:01")]
    [InlineData("Cors__Origins", "https://example.org/page")]
    [InlineData("Telemetry__SampleRatio", "2")]
    [InlineData("Closing__Grace", "00:00:05")]
    [InlineData("Entra__TenantId", "common")]
    [InlineData("AzureWebJobsStorage", "AccountKey=c2VjcmV0")]
    [InlineData("AzureWebJobsStorage__blobServiceUri", "somewhere")]
    public async Task A_bad_setting_is_one_line_that_names_it_and_exit_code_1(string name, string value) => await FailsAsync(name, [], (name, value));

    [Fact]
    public async Task Several_bad_settings_are_one_line_that_names_each()
    {
        var line = await FailsAsync("Voting__MaxWaiting", [], ("Voting__MaxWaiting", "0"), ("Tally__CachedBallots", "-1"));

        Assert.Contains("Tally__CachedBallots", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_key_that_cannot_be_kept_is_one_line_and_exit_code_1()
    {
        var data = Directory.CreateTempSubdirectory("livetally-");
        try
        {
            Directory.CreateDirectory(Path.Combine(data.FullName, "admin-key"));
            await FailsAsync("admin key", [], ("LIVETALLY_DATA", data.FullName));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_unknown_argument_is_one_line_and_exit_code_1() => await FailsAsync("--fast", ["--fast"]);

    [Fact]
    public async Task Help_names_the_settings()
    {
        var (exitCode, output, _) = await LiveTallyProcess.RunAsync(["--help"]);

        Assert.Equal(0, exitCode);
        foreach (var setting in new[] { "LIVETALLY_PORT", "LIVETALLY_DATA", "LIVETALLY_ADMIN_KEY" })
            Assert.Contains(setting, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_uses_the_admin_key_that_it_is_given_and_says_when_it_is_ready()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_ADMIN_KEY", "open-sesame"));
        using var client = new Client(process.Address, "open-sesame");

        Assert.Equal("open-sesame", process.AdminKey);
        await client.CreatePollAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("health/live")).Status);
        var ready = await client.GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal(["cosmos", "log"], ready.Json.GetProperty("dependencies").EnumerateObject().Select(dependency => dependency.Name));
    }

    [Theory]
    [InlineData("Cosmos", "nonsense")]
    [InlineData("Cosmos", "AccountEndpoint=http://127.0.0.1:1/;AccountKey=a2V5")]
    [InlineData("Cosmos__accountEndpoint", "nonsense")]
    [InlineData("Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0")]
    [InlineData("Logging__LogLevel__Default", "loud")]
    [InlineData("LIVETALLY_FAULTS", "perhaps")]
    public async Task A_bad_setting_of_the_host_is_one_line_that_names_it_and_exit_code_1(string name, string value) =>
        await FailsAsync(name.Split("__Url")[0], [], (name, value));

    private static async Task<string> FailsAsync(string named, string[] arguments, params (string Name, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("livetally-");
        try
        {
            var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
            environment.TryAdd("LIVETALLY_PORT", "0");
            environment.TryAdd("LIVETALLY_DATA", data.FullName);
            var (exitCode, _, error) = await LiveTallyProcess.RunAsync(arguments, [.. environment.Select(setting => (setting.Key, setting.Value))]);

            Assert.Equal(1, exitCode);
            var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("livetally: ", line, StringComparison.Ordinal);
            Assert.Contains(named, line, StringComparison.Ordinal);
            return line;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
