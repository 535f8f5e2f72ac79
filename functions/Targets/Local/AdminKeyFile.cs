using System.Buffers.Text;
using System.Security.Cryptography;
using LiveTally.Local.Functions;

namespace LiveTally.Targets;

/// <summary>The admin key of this machine, made at the first start and readable by its owner only.</summary>
internal sealed class AdminKeyFile(LocalHostOptions host)
{
    public string Path { get; } = System.IO.Path.Combine(host.DataDirectory, "admin-key");

    public string ReadOrCreate()
    {
        if (File.Exists(Path) && File.ReadAllText(Path).Trim() is { Length: > 0 } kept)
            return kept;

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(Path, options);
        writer.Write(key);
        return key;
    }
}
