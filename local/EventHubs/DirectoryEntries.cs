using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LiveTally.Local.EventHubs;

/// <summary>Makes the names in a directory as durable as the bytes of its files; .NET opens no directory to sync it.</summary>
public static partial class DirectoryEntries
{
    /// <summary>Makes a directory and what is missing above it, to stay.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The system refused.</exception>
    public static void Create(string directory)
    {
        if (Directory.Exists(directory))
            return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(directory));
        if (parent is not null)
            Create(parent);
        Directory.CreateDirectory(directory);
        if (parent is not null)
            Sync(parent);
    }

    /// <summary>Returns when files that were made, renamed or deleted in the directory stay so.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Sync(string directory)
    {
        // Windows keeps names in a journal of its own and has no such call.
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(Open(directory, 0), ownsHandle: true);
        if (handle.IsInvalid)
            throw new IOException($"The directory cannot be synced: {directory}: {Marshal.GetLastPInvokeErrorMessage()}");

        // Passes over file systems that cannot sync a directory, as for files.
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
