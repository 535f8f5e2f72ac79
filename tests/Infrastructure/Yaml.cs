using YamlDotNet.Serialization;

namespace LiveTally.Tests.Infrastructure;

/// <summary>YAML files of the repository, as dictionaries, lists and strings.</summary>
internal static class Yaml
{
    public static Dictionary<object, object> Read(string path) => new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(Repository.Read(path));

    /// <summary>What is below a key, or nothing.</summary>
    public static Dictionary<object, object> Map(this Dictionary<object, object> map, string key) =>
        map.TryGetValue(key, out var value) && value is Dictionary<object, object> found ? found : [];

    public static List<object> List(this Dictionary<object, object> map, string key) => map.TryGetValue(key, out var value) && value is List<object> found ? found : [];

    public static string? Text(this Dictionary<object, object> map, string key) => map.TryGetValue(key, out var value) ? value as string : null;
}
