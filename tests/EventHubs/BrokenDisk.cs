using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LiveTally.Tests.EventHubs;

/// <summary>Puts <c>/dev/full</c> in the place of a file that this process has open: it takes no byte and cannot be cut.</summary>
internal static partial class BrokenDisk
{
    public static void Under(string path)
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.ReadWrite);
        var descriptor = Assert.Single(
            Directory.GetFileSystemEntries("/proc/self/fd"), entry => new FileInfo(entry).LinkTarget == path);
        Assert.True(Duplicate(full, int.Parse(Path.GetFileName(descriptor), null)) >= 0);
    }

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(SafeFileHandle from, int to);
}
