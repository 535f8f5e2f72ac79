using System.Buffers.Text;
using System.Security.Cryptography;
using LiveTally.Local.Functions;
using LiveTally.Operations;
using Microsoft.Extensions.Options;

namespace LiveTally.Targets;

/// <summary>The admin key of this machine, made at the first start and readable by its owner only.</summary>
internal sealed class AdminKeyFile(LocalHostOptions host)
{
    public string Path { get; } = System.IO.Path.Combine(host.DataDirectory, "admin-key");

    /// <exception cref="OptionsValidationException">The file can be neither read nor made.</exception>
    public string ReadOrCreate()
    {
        try
        {
            return ReadOrWrite();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException("Admin", typeof(AdminOptions), [$"LIVETALLY_DATA: the admin key cannot be kept: {e.Message}"]);
        }
    }

    private string ReadOrWrite()
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
