namespace LiveTally.Tests.FunctionsHost;

/// <summary>A directory that goes with the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("livetally-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
