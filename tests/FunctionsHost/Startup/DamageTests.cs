using System.Runtime.Versioning;
using System.Text;

namespace LiveTally.Tests.FunctionsHost.Startup;

/// <summary>What is kept is damaged, or may not be used.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_damaged_record_of_the_log_ends_the_process_with_one_line()
    {
        await FillAsync();
        var segment = Directory.EnumerateFiles(Path.Combine(directory.Path, "eventhubs"), "*", SearchOption.AllDirectories)
            .Single(file => File.ReadAllBytes(file).AsSpan().IndexOf("first"u8) >= 0);
        await FlipAsync(segment, Encoding.UTF8.GetBytes("first"));

        await Refusal.AssertAsync("livetally: LIVETALLY_DATA: ", () => SampleProcess.Start(directory.Path, []));
    }

    [Fact]
    public async Task A_damaged_checkpoint_ends_the_process_with_one_line()
    {
        await FillAsync();
        foreach (var checkpoint in Directory.EnumerateFiles(Path.Combine(directory.Path, "eventhubs", "checkpoints"), "*", SearchOption.AllDirectories))
        {
            var length = (int)new FileInfo(checkpoint).Length;
            await File.WriteAllBytesAsync(checkpoint, [.. Enumerable.Repeat((byte)0xA5, length)], Cancellation);
        }

        await Refusal.AssertAsync("livetally: LIVETALLY_DATA: ", () => SampleProcess.Start(directory.Path, []));
    }

    [Fact]
    public async Task A_damaged_store_ends_the_process_with_one_line()
    {
        await FillAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(directory.Path, "cosmos"), "*.db"))
            await File.WriteAllTextAsync(file, new string('x', 8192), Cancellation);

        await Refusal.AssertAsync("livetally: LIVETALLY_DATA: ", () => SampleProcess.Start(directory.Path, []));
    }

    [Fact]
    public async Task A_data_directory_that_may_not_be_read_ends_the_process_with_one_line()
    {
        await FillAsync();
        var closed = Path.Combine(directory.Path, "eventhubs");
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            await Refusal.AssertAsync("livetally: LIVETALLY_DATA: ", () => LaunchAsUser(directory.Path, []));
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData("LIVETALLY_PORT")]
    [InlineData("LIVETALLY_COSMOS_PORT")]
    public async Task A_port_that_only_root_may_use_ends_the_process_with_one_line(string key)
    {
        const string FirstFree = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
        Assert.SkipUnless(File.Exists(FirstFree) && int.Parse(await File.ReadAllTextAsync(FirstFree, Cancellation), null) > 81, "Every port is free here.");

        await Refusal.AssertAsync($"livetally: {key}: cannot listen on 127.0.0.1:81", () => LaunchAsUser(directory.Path, (key, "81")));
    }

    [Theory]
    [InlineData("""{ "version": "2.0", "extensions": null }""", "livetally: host.json: $.extensions: not as expected, at line 1")]
    [InlineData("version: 2.0", "livetally: host.json: $: not as expected, at line 1")]
    public async Task A_host_json_that_is_none_ends_the_process_with_one_line(string hostJson, string expected)
    {
        using var program = new TemporaryDirectory();
        var copy = SampleProcess.CopyTo(program.Path, hostJson);

        await Refusal.AssertAsync(expected, () => SampleProcess.Launch(["dotnet", copy], directory.Path));
    }

    /// <summary>Root may do everything: it is started without the capabilities that others lack.</summary>
    private static SampleProcess LaunchAsUser(string directory, params (string Key, string Value)[] settings)
    {
        string[] command = ["dotnet", SampleProcess.Program];
        if (!Environment.IsPrivilegedProcess)
            return SampleProcess.Launch(command, directory, settings);
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "Root cannot be refused anything without setpriv.");
        return SampleProcess.Launch(
            ["/usr/bin/setpriv", "--bounding-set", "-net_bind_service,-dac_override,-dac_read_search", .. command], directory, settings);
    }

    /// <summary>Two events in the log, their checkpoint, and a store.</summary>
    private async Task FillAsync()
    {
        using var process = SampleProcess.Start(directory.Path, []);
        using var client = new HttpClient { BaseAddress = await process.AddressAsync() };
        foreach (var text in new[] { "first", "second" })
        {
            using var appended = await client.PostAsync(new Uri($"api/append/{text}", UriKind.Relative), null, Cancellation);
            appended.EnsureSuccessStatusCode();
        }

        await process.Output.WaitAsync(lines => lines.Contains("batch begins: first"));
        await process.TerminateAsync();
        Assert.Equal((0, ""), await process.EndAsync());
    }

    private static async Task FlipAsync(string file, byte[] text)
    {
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[bytes.AsSpan().IndexOf(text)] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
    }
}
