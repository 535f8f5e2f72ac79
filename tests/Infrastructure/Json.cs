using System.Text.Json.Nodes;

namespace LiveTally.Tests.Infrastructure;

/// <summary>JSON files of the repository.</summary>
internal static class Json
{
    public static JsonNode Read(string path) => JsonNode.Parse(Repository.Read(path))!;
}
