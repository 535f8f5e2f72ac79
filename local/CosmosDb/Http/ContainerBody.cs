using System.Text.Json;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>A container as it is served: the definition as it was sent, with the system properties after it.</summary>
internal static class ContainerBody
{
    public static void Write(Utf8JsonWriter writer, ContainerInfo container)
    {
        writer.WriteStartObject();
        using var definition = JsonDocument.Parse(container.Definition.Json);
        foreach (var property in definition.RootElement.EnumerateObject().Where(property => !property.Name.StartsWith('_')))
        {
            if (property.NameEquals("partitionKey"u8))
            {
                writer.WritePropertyName(property.Name);
                WritePartitionKey(writer, property.Value, container.PartitionKey.Version);
            }
            else
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteString("_rid", container.ResourceId);
        writer.WriteString("_self", container.SelfLink);
        writer.WriteString("_etag", container.DefinitionETag);
        writer.WriteNumber("_ts", container.Definition.Timestamp);
        writer.WriteString("_docs", "docs/");
        writer.WriteEndObject();
    }

    /// <summary>With its version, by which a client chooses how to hash.</summary>
    private static void WritePartitionKey(Utf8JsonWriter writer, JsonElement definition, int version)
    {
        writer.WriteStartObject();
        foreach (var property in definition.EnumerateObject().Where(property => !property.NameEquals("version"u8)))
        {
            property.WriteTo(writer);
        }

        writer.WriteNumber("version", version);
        writer.WriteEndObject();
    }
}
