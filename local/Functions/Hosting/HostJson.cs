using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>The parts of host.json that the local host follows; it ignores all others.</summary>
/// <remarks>Settable, because a generated serializer sets absent init-only properties to their type's default, not the declared one.</remarks>
internal sealed record HostJson
{
    public const string FileName = "host.json";

    public ExtensionSettings Extensions { get; set; } = new();

    /// <summary>The file in the folder, or the defaults if it has none.</summary>
    /// <exception cref="StartupException">The file is not JSON, or a value is of the wrong type or out of range.</exception>
    public static HostJson Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return new HostJson();
        try
        {
            using var file = File.OpenRead(path);
            var settings = JsonSerializer.Deserialize(file, HostJsonContext.Default.HostJson) ?? new HostJson();
            settings.Extensions.EventHubs.Validate();
            return settings;
        }
        catch (JsonException e)
        {
            throw new StartupException($"{FileName}: {e.Path}: not as expected, at line {e.LineNumber + 1}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{FileName}: {e.Message}", e);
        }
    }
}

/// <summary><c>extensions</c>.</summary>
internal sealed record ExtensionSettings
{
    public HttpSettings Http { get; set; } = new();

    public EventHubsSettings EventHubs { get; set; } = new();
}

/// <summary><c>extensions.http</c>.</summary>
internal sealed record HttpSettings
{
    /// <summary>Goes before the route of every function.</summary>
    public string RoutePrefix { get; set; } = "api";
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(HostJson))]
internal sealed partial class HostJsonContext : JsonSerializerContext;
