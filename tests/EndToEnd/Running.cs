namespace LiveTally.Tests.EndToEnd;

/// <summary>One process for all tests of a class that leave it running.</summary>
public sealed class Running : IAsyncLifetime
{
    public LiveTallyProcess Process { get; private set; } = null!;

    public Client Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process = await LiveTallyProcess.StartAsync();
        Client = new Client(Process.Address, Process.AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }
}
