using System.IO.Compression;
using System.Text;
using LiveTally.Tests.FunctionsHost.Http;

namespace LiveTally.Tests.FunctionsHost.Pages;

/// <summary>A host with pages of one word each, for all tests of a class.</summary>
public sealed class BuiltPages : IAsyncLifetime
{
    public const string Script = "console.log('a script that is long enough to be worth compressing');";

    private readonly TemporaryDirectory top = new();
    private TestHost host = null!;

    public HttpClient Client => host.Client;

    public string Folder => Path.Combine(top.Path, "dist");

    public async ValueTask InitializeAsync()
    {
        Write("dist/index.html", "home");
        Write("dist/p/index.html", "voter");
        Write("dist/present/index.html", "presenter");
        Write("dist/admin/index.html", "admin");
        Write("dist/assets/voter-abc.js", Script);
        Write("secret.txt", "secret");
        await using (var gzip = new GZipStream(File.Create(Path.Combine(Folder, "assets/voter-abc.js.gz")), CompressionLevel.Fastest))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Script), TestContext.Current.CancellationToken);
        host = await StartAsync(Folder);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        top.Dispose();
    }

    internal static Task<TestHost> StartAsync(string folder, params (string Key, string Value)[] settings) => TestHost.StartAsync(typeof(HttpFunctionSamples), builder =>
    {
        builder.Configuration["LIVETALLY_WEB"] = folder;
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
    });

    private void Write(string file, string content)
    {
        var path = Path.Combine(top.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
