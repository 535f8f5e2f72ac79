using LiveTally.DeadLetters;
using LiveTally.Local.EventHubs;
using LiveTally.Local.Functions;
using LiveTally.Tally;
using Microsoft.Extensions.Hosting;

namespace LiveTally.Targets;

/// <summary>Dead letters on this machine: one file each, whole or not there, and on disk before the call returns.</summary>
internal sealed class DeadLetterFiles(LocalHostOptions host) : IDeadLetterStore, IHostedService
{
    private const string Partial = ".partial";
    private readonly string _directory = Path.Combine(host.DataDirectory, "deadletters");

    /// <summary>Removes what a killed process has left half written; its event is delivered again.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Try(() =>
    {
        DirectoryEntries.Create(_directory);
        foreach (var file in Directory.EnumerateFiles(_directory, "*" + Partial))
            File.Delete(file);
        return true;
    });

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ParkAsync(DeadLetter letter, CancellationToken cancellationToken) => Try(() =>
    {
        var (id, bytes) = LetterBytes.Write(letter);
        DirectoryEntries.Create(_directory);
        var partial = $"{PathOf(id)}.{Guid.CreateVersion7()}{Partial}";
        try
        {
            using (var file = new FileStream(partial, FileMode.CreateNew))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, PathOf(id), overwrite: true);
        }
        catch
        {
            // Parking is tried again and again: a full disk must not fill with halves.
            File.Delete(partial);
            throw;
        }

        DirectoryEntries.Sync(_directory);
        return true;
    });

    public Task<KeptLetters?> ListAsync(string? marker, int count, CancellationToken cancellationToken) => Try<KeptLetters?>(() =>
    {
        if (marker is not null && !DeadLetterId.IsValid(marker))
            return null;

        var files = new DirectoryInfo(_directory);
        var found = (files.Exists ? files.EnumerateFiles("*" + LetterBytes.Extension) : [])
            .Select(file => (Id: Path.GetFileNameWithoutExtension(file.Name), File: file))
            .Where(found => DeadLetterId.IsValid(found.Id) && string.CompareOrdinal(found.Id, marker) > 0)
            .OrderBy(found => found.Id, StringComparer.Ordinal)
            .Take(count + 1)
            .ToArray();
        var letters = found.Take(count).Select(found => new KeptLetter(found.Id, found.File.Exists ? found.File.Length : 0)).ToArray();
        return new KeptLetters(letters, found.Length > count ? letters[^1].Id : null);
    });

    public Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => Try(() =>
    {
        try
        {
            return DeadLetterId.IsValid(id) ? LetterBytes.Read(id, File.ReadAllBytes(PathOf(id))) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => Try(() =>
    {
        if (!DeadLetterId.IsValid(id) || !File.Exists(PathOf(id)))
            return false;

        File.Delete(PathOf(id));
        DirectoryEntries.Sync(_directory);
        return true;
    });

    private string PathOf(string id) => Path.Combine(_directory, id + LetterBytes.Extension);

    private static Task<T> Try<T>(Func<T> use)
    {
        try
        {
            return Task.FromResult(use());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<T>(new DeadLetterStoreException("The folder of the dead letters cannot be used: " + e.Message, e));
        }
    }
}
