namespace LiveTally.Tests.CosmosDb.Support;

public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("livetally-cosmos-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
