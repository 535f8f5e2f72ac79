using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>One change of a patch: set, add, replace, remove or incr at a JSON pointer.</summary>
internal sealed class PatchOperation
{
    private readonly string kind;
    private readonly string[] path;
    private readonly JsonElement value;

    private PatchOperation(string kind, string[] path, JsonElement value) => (this.kind, this.path, this.value) = (kind, path, value);

    /// <exception cref="CosmosException">400: another kind of operation, or no path below the document's root.</exception>
    public static PatchOperation Parse(JsonElement json)
    {
        var kind = json.GetProperty("op").GetString()!.ToLowerInvariant();
        var pointer = json.GetProperty("path").GetString()!;
        var value = json.TryGetProperty("value", out var v) ? v.Clone() : default;
        if (kind is not ("set" or "add" or "replace" or "remove" or "incr"))
        {
            throw CosmosException.BadRequest($"The patch operation '{kind}' is not supported.");
        }

        if (pointer is not ['/', _, ..] || (kind != "remove" && value.ValueKind == JsonValueKind.Undefined))
        {
            throw CosmosException.BadRequest($"The patch operation '{kind}' needs a path below the root and, unless it removes, a value.");
        }

        return new PatchOperation(kind, Array.ConvertAll(pointer[1..].Split('/'), Unescape), value);
    }

    /// <exception cref="CosmosException">400: the path leads nowhere, or not to a number where one is incremented.</exception>
    public void Apply(JsonNode root)
    {
        JsonNode? parent = root;
        foreach (var name in path.AsSpan(..^1))
        {
            parent = parent switch
            {
                JsonObject inner => inner[name],
                JsonArray list when TryIndex(name, list.Count - 1, out var index) => list[index],
                _ => null,
            };
        }

        switch (parent)
        {
            case JsonObject target:
                Apply(target, path[^1]);
                break;
            case JsonArray target:
                Apply(target, path[^1]);
                break;
            default:
                throw Fault("its parent does not exist");
        }
    }

    private void Apply(JsonObject target, string name)
    {
        var exists = target.ContainsKey(name);
        if (!exists && kind is "replace" or "remove")
        {
            throw Fault("it does not exist");
        }

        if (kind == "remove")
        {
            target.Remove(name);
        }
        else
        {
            target[name] = kind == "incr" && exists ? Sum(target[name]) : Value();
        }
    }

    private void Apply(JsonArray target, string name)
    {
        if (kind is "add" or "set" && name == "-")
        {
            target.Add(Value());
        }
        else if (!TryIndex(name, kind == "add" ? target.Count : target.Count - 1, out var index))
        {
            throw Fault("the array has no such index");
        }
        else if (kind == "add")
        {
            target.Insert(index, Value());
        }
        else if (kind == "remove")
        {
            target.RemoveAt(index);
        }
        else
        {
            target[index] = kind == "incr" ? Sum(target[index]) : Value();
        }
    }

    private static string Unescape(string name) =>
        name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static bool TryIndex(string name, int last, out int index) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index <= last;

    private JsonNode? Value() => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private JsonValue Sum(JsonNode? current)
    {
        if (current?.GetValueKind() != JsonValueKind.Number || value.ValueKind != JsonValueKind.Number)
        {
            throw Fault("it is not a number");
        }

        // Whole numbers stay exact where both are whole and the sum fits.
        return current.AsValue().TryGetValue<long>(out var whole) && value.TryGetInt64(out var step)
            && whole + (Int128)step is var sum && sum == (long)sum
            ? JsonValue.Create((long)sum)
            : JsonValue.Create(current.GetValue<double>() + value.GetDouble());
    }

    private CosmosException Fault(string reason) =>
        CosmosException.BadRequest($"The patch operation '{kind}' at '/{string.Join('/', path)}' failed: {reason}.");
}
