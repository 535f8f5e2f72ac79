using System.Text.Json;
using System.Text.Json.Nodes;
using LiveTally.Operations;

namespace LiveTally.Polls;

/// <summary>
/// The body of <c>PATCH /polls/{pollId}</c>: an RFC 7396 merge patch of the fields of <see cref="CreatePollRequest"/>. Null takes a time away, and is an
/// error in any other field.
/// </summary>
/// <param name="fields">Field → new value.</param>
public sealed class ChangePollRequest(IReadOnlyDictionary<string, JsonElement> fields)
{
    /// <summary>The fields that it changes.</summary>
    public IEnumerable<string> Fields => fields.Keys;

    public bool Has(string field) => fields.ContainsKey(field);

    /// <summary>The body by which the poll could have been created as it is to be.</summary>
    /// <exception cref="JsonException">A field does not exist, or is of the wrong type, or null and no time.</exception>
    public CreatePollRequest ApplyTo(Poll poll)
    {
        var merged = JsonSerializer.SerializeToNode(Of(poll), AppJson.Default.CreatePollRequest)!.AsObject();
        foreach (var (name, value) in fields)
        {
            if (value.ValueKind == JsonValueKind.Null && name is not ("opensAt" or "closesAt"))
                throw new JsonException("Null takes nothing away here.", "$." + name, null, null);
            merged[name] = Copy(name, value);
        }

        return merged.Deserialize(AppJson.Default.CreatePollRequest)!;
    }

    private static JsonNode? Copy(string name, JsonElement value)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, AppJson.Default.JsonElement);
        }
        catch (InvalidOperationException e)
        {
            // What its strings are is looked at only now: bytes that are not UTF-8, or half a surrogate pair.
            throw new JsonException("Not a text.", "$." + name, null, null, e);
        }
    }

    // Where as many choices are allowed as there are, or the kind changes, it is the default, which follows what is changed.
    private CreatePollRequest Of(Poll poll) => new()
    {
        Question = poll.Question,
        Kind = poll.Kind,
        Options = poll.Options,
        MaxChoices = Has("kind") || poll.MaxChoices == CreatePoll.MostChoices(poll.Kind, poll.Options.Length) ? null : poll.MaxChoices,
        AllowChange = poll.AllowChange,
        Voters = poll.Voters,
        Results = poll.Results,
        OpensAt = poll.OpensAt,
        ClosesAt = poll.ClosesAt,
        ExpectedVoters = poll.ExpectedVoters,
    };
}
