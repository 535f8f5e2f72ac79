using System.Text.Json;
using LiveTally.Local.Functions;
using LiveTally.Operations;
using LiveTally.Tally;

namespace LiveTally.Targets;

/// <summary>Dead letters on this machine: one file each, whole or not there.</summary>
internal sealed class DeadLetterFiles(LocalHostOptions host) : IDeadLetters
{
    private readonly string _directory = Path.Combine(host.DataDirectory, "deadletters");

    public async Task ParkAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_directory);
        var path = Path.Combine(_directory, letter.Id + ".json");
        var partial = $"{path}.{Guid.CreateVersion7()}.partial";
        await using (var file = new FileStream(partial, FileMode.CreateNew))
        {
            await JsonSerializer.SerializeAsync(file, letter, AppJson.Default.DeadLetter, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }
}
