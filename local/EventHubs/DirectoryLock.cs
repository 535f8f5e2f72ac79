using Microsoft.Win32.SafeHandles;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// Keeps a second process, and a second log in this one, out of a data directory. The system lifts it when the process ends.
/// </summary>
internal static class DirectoryLock
{
    /// <exception cref="IOException">The directory cannot be written or is in use; the message names it.</exception>
    public static SafeFileHandle Take(string directory)
    {
        try
        {
            DirectoryEntries.Create(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data directory of the event log cannot be made: {directory}: {e.Message}", e);
        }

        try
        {
            return File.OpenHandle(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The data directory of the event log cannot be written: {directory}: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new IOException($"The data directory of the event log is in use or cannot be written: {directory}: {e.Message}", e);
        }
    }
}
