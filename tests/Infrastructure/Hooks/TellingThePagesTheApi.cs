namespace LiveTally.Tests.Infrastructure.Hooks;

/// <summary>The hooks of the pages, in a folder in place of web/.</summary>
public sealed class TellingThePagesTheApi : IDisposable
{
    private const string Api = "https://func-1.azurewebsites.net";
    private const string Config = "dist/staticwebapp.config.json";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livetally-pages-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_build_reads_the_address()
    {
        if (OperatingSystem.IsWindows())
            return;

        var output = await RunAsync("address.sh");

        Assert.True(output.Code == 0, output.Error);
        Assert.Equal($"VITE_LIVETALLY_API={Api}\n", Read(".env.production.local"));
    }

    [Fact]
    public async Task After_packaging_the_next_build_here_knows_nothing_of_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("default-src 'none'");
        await RunAsync("address.sh");

        var outputs = new[] { await RunAsync("forget-address.sh"), await RunAsync("forget-address.sh") };

        Assert.All(outputs, output => Assert.True(output.Code == 0, output.Error));
        // The deployment still wants what was packaged; web/build sees by itself that it is for an API elsewhere.
        Assert.Equal([Config], Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.FullName, file)));
    }

    [Fact]
    public async Task The_content_policy_lets_the_pages_call_it_however_often_they_are_deployed()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("default-src 'none'; connect-src 'self' https://login.example.org; base-uri 'none'");

        await RunAsync("content-policy.sh");
        var output = await RunAsync("content-policy.sh");

        Assert.True(output.Code == 0, output.Error);
        Assert.Equal($"default-src 'none'; connect-src 'self' {Api} https://login.example.org; base-uri 'none'", Read(Config));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "dist")));
    }

    [Fact]
    public async Task A_policy_that_says_nothing_of_it_stops_the_deployment()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("default-src 'none'");

        Assert.NotEqual(0, (await RunAsync("content-policy.sh")).Code);
    }

    private void Write(string config)
    {
        _folder.CreateSubdirectory("dist");
        File.WriteAllText(Path.Combine(_folder.FullName, Config), config);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.FullName, file));

    private Task<Output> RunAsync(string hook) => Command.RunAsync(
        "/bin/sh", [Repository.PathOf($"infra/hooks/{hook}")], _folder.FullName, new Dictionary<string, string> { ["LIVETALLY_API_URI"] = Api });
}
