using System.Net;
using System.Net.Sockets;

namespace LiveTally.Tests.FunctionsHost.Startup;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("LIVETALLY_PORT", "nowhere", "livetally: LIVETALLY_PORT: 'nowhere' is not a whole number from 0 to 65535")]
    [InlineData("LIVETALLY_DATA", "/dev/null/data", "livetally: LIVETALLY_DATA: ")]
    [InlineData("LIVETALLY_FAULTS", "perhaps", "livetally: LIVETALLY_FAULTS: 'perhaps' is neither true nor false")]
    [InlineData("Cosmos", "nonsense", "livetally: Cosmos: is not a connection string")]
    [InlineData("Cosmos", "AccountKey=a2V5", "livetally: Cosmos: does not name the address of an account")]
    [InlineData("Cosmos", "AccountEndpoint=http://127.0.0.1:1/;AccountKey=?", "livetally: Cosmos: The input is not a valid Base-64 string")]
    [InlineData("Cosmos", "AccountEndpoint=http://127.0.0.1:1/;AccountKey=a2V5", "livetally: Cosmos: the account at http://127.0.0.1:1/ cannot be used: ")]
    [InlineData("Cosmos__accountEndpoint", "nonsense", "livetally: Cosmos__accountEndpoint: does not name the address of an account")]
    [InlineData("Cosmos__accountEndpoint", "https://127.0.0.1:1/", "livetally: Cosmos: the account at https://127.0.0.1:1/ cannot be used: ")]
    [InlineData("Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0", "livetally: Kestrel__Endpoints__Http: the local target listens on 127.0.0.1 only")]
    [InlineData("Logging__LogLevel__Default", "nonsense", "livetally: Logging__LogLevel__Default: 'nonsense' is no log level")]
    [InlineData("SAMPLE_QUOTA", "0", "livetally: SAMPLE_QUOTA: must be above 0")]
    public async Task A_wrong_setting_ends_the_process_with_one_line(string key, string value, string expected) =>
        await AssertRefusedAsync(expected, [], (key, value));

    [Fact]
    public async Task A_port_in_use_ends_the_process_with_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await AssertRefusedAsync($"livetally: LIVETALLY_PORT: cannot listen on 127.0.0.1:{port}", [], ("LIVETALLY_PORT", $"{port}"));
        await AssertRefusedAsync(
            $"livetally: LIVETALLY_COSMOS_PORT: cannot listen on 127.0.0.1:{port}", [], ("LIVETALLY_COSMOS_PORT", $"{port}"));
    }

    [Fact]
    public async Task A_data_directory_in_use_ends_the_second_process_with_one_line()
    {
        using var first = SampleProcess.Start(directory.Path, []);
        await first.AddressAsync();

        await AssertRefusedAsync("livetally: LIVETALLY_DATA: ", []);

        await first.TerminateAsync();
        Assert.Equal((0, ""), await first.EndAsync());
    }

    [Fact]
    public async Task Another_address_in_the_environment_does_not_make_it_listen_elsewhere()
    {
        using var process = SampleProcess.Start(
            directory.Path, [], ("ASPNETCORE_URLS", "http://0.0.0.0:0"), ("DOTNET_URLS", "http://0.0.0.0:0"), ("HTTP_PORTS", "0"));

        Assert.Equal("127.0.0.1", (await process.AddressAsync()).Host);

        await process.TerminateAsync();
        Assert.Equal((0, ""), await process.EndAsync());
    }

    [Fact]
    public async Task An_unknown_argument_is_refused() =>
        await AssertRefusedAsync("livetally: unknown argument '--verbose'", ["--verbose"]);

    [Fact]
    public async Task Help_lists_the_settings()
    {
        using var process = SampleProcess.Start(directory.Path, ["--help"]);

        Assert.Equal((0, ""), await process.EndAsync());
        Assert.Contains(process.Output.Entries, line => line.Contains("LIVETALLY_PORT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Function_keys_are_not_asked_for_and_one_line_says_so()
    {
        using var process = SampleProcess.Start(directory.Path, []);
        using var client = new HttpClient { BaseAddress = await process.AddressAsync() };

        Assert.Equal("done", await client.GetStringAsync(new Uri("api/slow", UriKind.Relative), Cancellation));
        var line = Assert.Single(process.Output.Entries, text => text.Contains("function keys", StringComparison.Ordinal));
        Assert.EndsWith("anybody may call slow", line, StringComparison.Ordinal);

        await process.TerminateAsync();
        await process.EndAsync();
    }

    [Fact]
    public async Task Host_json_is_followed_in_route_prefix_and_batch_size()
    {
        using var program = new TemporaryDirectory();
        var copy = SampleProcess.CopyTo(
            program.Path, """{ "extensions": { "http": { "routePrefix": "v1" }, "eventHubs": { "maxEventBatchSize": 2 } } }""");
        using var process = SampleProcess.Launch(["dotnet", copy], directory.Path);
        using var client = new HttpClient { BaseAddress = await process.AddressAsync() };

        using var old = await client.PostAsync(new Uri("api/append/zero", UriKind.Relative), null, Cancellation);
        foreach (var text in new[] { "one", "two", "three", "four" })
        {
            using var appended = await client.PostAsync(new Uri($"v1/append/{text}", UriKind.Relative), null, Cancellation);
            Assert.Equal(HttpStatusCode.Accepted, appended.StatusCode);
            // The first batch is under way while the others wait for theirs.
            await process.Output.WaitAsync(lines => lines.Contains("batch begins: one"));
        }

        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
        await process.Output.WaitAsync(lines => lines.Contains("batch begins: two,three"));
        await process.TerminateAsync();
        await process.EndAsync();
    }

    [Fact]
    public async Task Sigterm_lets_request_and_batch_end_and_the_next_process_does_not_see_the_batch_again()
    {
        using (var first = SampleProcess.Start(directory.Path, []))
        {
            using var client = new HttpClient { BaseAddress = await first.AddressAsync() };
            using var appended = await client.PostAsync(new Uri("api/append/one", UriKind.Relative), null, Cancellation);
            var slow = client.GetStringAsync(new Uri("api/slow", UriKind.Relative), Cancellation);
            await first.Output.WaitAsync(lines => lines.Contains("request begins") && lines.Contains("batch begins: one"));

            await first.TerminateAsync();

            Assert.Equal("done", await slow);
            Assert.Equal((0, ""), await first.EndAsync());
            Assert.Contains("batch ends: one", first.Output.Entries);
        }

        using var second = SampleProcess.Start(directory.Path, []);
        using var secondClient = new HttpClient { BaseAddress = await second.AddressAsync() };
        using var again = await secondClient.PostAsync(new Uri("api/append/two", UriKind.Relative), null, Cancellation);
        var lines = await second.Output.WaitAsync(all => all.Any(line => line.StartsWith("batch begins", StringComparison.Ordinal)));
        Assert.DoesNotContain("batch begins: one", lines);
        await second.TerminateAsync();
        Assert.Equal(0, (await second.EndAsync()).ExitCode);
    }

    private Task AssertRefusedAsync(string expected, IReadOnlyList<string> arguments, params (string Key, string Value)[] settings) =>
        Refusal.AssertAsync(expected, () => SampleProcess.Start(directory.Path, arguments, settings));
}
