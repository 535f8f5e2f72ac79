using System.Runtime.InteropServices;

namespace LiveTally.Local.EventHubs;

/// <summary>Makes the name of a new file as durable as its bytes; .NET opens no directory to sync it.</summary>
internal static partial class DirectoryEntries
{
    /// <exception cref="IOException">The system refused.</exception>
    public static void Sync(string directory)
    {
        // Windows keeps names in a journal of its own and has no such call.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(directory, 0);
        if (descriptor < 0)
            throw Failed(directory);
        try
        {
            if (Flush(descriptor) != 0)
                throw Failed(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string directory) =>
        new($"The directory cannot be synced: {directory}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
