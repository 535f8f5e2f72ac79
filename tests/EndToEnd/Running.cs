namespace LiveTally.Tests.EndToEnd;

/// <summary>One process for all tests of a class that leave it running.</summary>
public sealed class Running() : RunningWith();

/// <summary>The same, with settings.</summary>
public abstract class RunningWith(params (string Name, string Value)[] settings) : IAsyncLifetime
{
    public LiveTallyProcess Process { get; private set; } = null!;

    public Client Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process = await LiveTallyProcess.StartAsync(null, settings);
        Client = new Client(Process.Address, Process.AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
