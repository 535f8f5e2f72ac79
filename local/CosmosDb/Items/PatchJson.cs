using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>Writes patched documents without escaping what JSON does not require to be.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class PatchJson : JsonSerializerContext
{
    /// <summary>The context to write with.</summary>
    public static PatchJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = ItemDocument.MaxDepth,
    });
}
