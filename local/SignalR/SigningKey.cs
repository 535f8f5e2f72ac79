using System.Security.Cryptography;

namespace LiveTally.Local.SignalR;

/// <summary>The key that signs client tokens: 32 random bytes in a file that only its owner may read.</summary>
internal static class SigningKey
{
    private const int KeyBytes = 32;

    /// <exception cref="IOException">The file cannot be read or written, or is not a key; the message names it.</exception>
    public static byte[] LoadOrCreate(string directory)
    {
        var path = Path.Combine(directory, "signalr.key");
        try
        {
            if (!File.Exists(path))
                Create(directory, path);
            var key = File.ReadAllBytes(path);
            return key.Length == KeyBytes ? key : throw new IOException($"Not {KeyBytes} bytes long.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The signing key of the SignalR endpoint cannot be used: {path}: {e.Message}", e);
        }
    }

    private static void Create(string directory, string path)
    {
        Directory.CreateDirectory(directory);
        var temporary = path + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
    }
}
