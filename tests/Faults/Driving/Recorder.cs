using System.Text.Json;
using System.Threading.Channels;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>Appends all that happens to a file, line by line, so that a failed run can be looked at.</summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    public Recorder(string path)
    {
        Path = path;
        _writing = WriteAsync(path);
    }

    public string Path { get; }

    public void Note(string what, TimeSpan at, object? detail) =>
        _lines.Writer.TryWrite(JsonSerializer.Serialize(new { at = Math.Round(at.TotalMilliseconds, 3), what, detail }, JsonSerializerOptions.Web));

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync(string path)
    {
        await using var file = new StreamWriter(path);
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line))
                await file.WriteLineAsync(line);
            await file.FlushAsync();
        }
    }
}
