using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>One change of a patch: set, add, replace, remove, incr or move at a JSON pointer.</summary>
internal sealed class PatchOperation
{
    private readonly string kind;
    private readonly string[] path, from;
    private readonly JsonElement value;

    private PatchOperation(string kind, string[] path, string[] from, JsonElement value) =>
        (this.kind, this.path, this.from, this.value) = (kind, path, from, value);

    /// <exception cref="CosmosException">
    /// 400: another kind of operation, no path below the document's root, a path to what the server owns, or a move into itself.
    /// </exception>
    public static PatchOperation Parse(JsonElement json)
    {
        var kind = json.GetProperty("op").GetString()!.ToLowerInvariant();
        if (kind is not ("set" or "add" or "replace" or "remove" or "incr" or "move"))
        {
            throw CosmosException.BadRequest($"The patch operation '{kind}' is not supported.");
        }

        var path = JsonPointer.Parse(kind, json.GetProperty("path").GetString()!);
        var from = kind == "move" ? JsonPointer.Parse(kind, json.GetProperty("from").GetString()!) : [];
        var value = json.TryGetProperty("value", out var v) ? v.Clone() : default;
        if (kind is not ("remove" or "move") && value.ValueKind == JsonValueKind.Undefined)
        {
            throw CosmosException.BadRequest($"The patch operation '{kind}' needs a value.");
        }

        if (kind == "incr" && value.ValueKind != JsonValueKind.Number)
        {
            throw CosmosException.BadRequest("The patch operation 'incr' needs a number.");
        }

        if (kind == "move" && path.Length > from.Length && path.AsSpan(..from.Length).SequenceEqual(from))
        {
            throw CosmosException.BadRequest("The patch operation 'move' cannot move a value into itself.");
        }

        return new PatchOperation(kind, path, from, value);
    }

    /// <exception cref="CosmosException">400: the path leads nowhere, or not to a number where one is incremented.</exception>
    public void Apply(JsonNode root)
    {
        if (kind == "move")
        {
            Change(root, path, "add", Take(root));
        }
        else
        {
            Change(root, path, kind, kind == "remove" ? null : Value());
        }
    }

    /// <summary>Takes out what is to be moved.</summary>
    private JsonNode? Take(JsonNode root)
    {
        var taken = JsonPointer.Parent(root, from) switch
        {
            JsonObject source when source.ContainsKey(from[^1]) => source[from[^1]],
            JsonArray source when JsonPointer.TryIndex(from[^1], source.Count - 1, out var index) => source[index],
            _ => throw Fault("there is nothing to move"),
        };
        Change(root, from, "remove", null);
        return taken;
    }

    private void Change(JsonNode root, string[] at, string change, JsonNode? node)
    {
        switch (JsonPointer.Parent(root, at))
        {
            case JsonObject target:
                Change(target, at[^1], change, node);
                break;
            case JsonArray target:
                Change(target, at[^1], change, node);
                break;
            default:
                throw Fault("its parent does not exist");
        }
    }

    private void Change(JsonObject target, string name, string change, JsonNode? node)
    {
        var exists = target.ContainsKey(name);
        if (!exists && change is "replace" or "remove")
        {
            throw Fault("it does not exist");
        }

        if (change == "remove")
        {
            target.Remove(name);
        }
        else
        {
            target[name] = change == "incr" && exists ? Sum(target[name]) : node;
        }
    }

    private void Change(JsonArray target, string name, string change, JsonNode? node)
    {
        if (change is "add" or "set" && name == "-")
        {
            target.Add(node);
        }
        else if (!JsonPointer.TryIndex(name, change == "add" ? target.Count : target.Count - 1, out var index))
        {
            throw Fault("the array has no such index");
        }
        else if (change == "add")
        {
            target.Insert(index, node);
        }
        else if (change == "remove")
        {
            target.RemoveAt(index);
        }
        else
        {
            target[index] = change == "incr" ? Sum(target[index]) : node;
        }
    }

    private JsonNode? Value() => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private JsonNode Sum(JsonNode? current)
    {
        if (current?.GetValueKind() != JsonValueKind.Number)
        {
            throw Fault("it is not a number");
        }

        // Whole numbers stay exact where both are whole and the sum fits.
        var sum = current.AsValue().TryGetValue<long>(out var whole) && value.TryGetInt64(out var step)
            && whole + (Int128)step is var exact && exact == (long)exact
            ? exact.ToString(CultureInfo.InvariantCulture)
            : (current.GetValue<double>() + value.GetDouble()).ToString("R", CultureInfo.InvariantCulture);
        // Parsed, so that a later increment may read it as either kind of number.
        return char.IsAsciiDigit(sum[^1]) ? JsonNode.Parse(sum)! : throw Fault("the sum is too large");
    }

    private CosmosException Fault(string reason) =>
        CosmosException.BadRequest($"The patch operation '{kind}' at '/{string.Join('/', path)}' failed: {reason}.");
}
