using System.Text.Json;

namespace LiveTally.Votes;

/// <summary>Reads the usual vote by hand, which is several times faster than any serializer.</summary>
internal static class VoteReader
{
    private const int MostChoices = 20;

    /// <summary>The vote; null when the body is anything but plainly one, and the serializer is to say whether it is one, or what is wrong with it.</summary>
    public static SubmitVoteRequest? TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            return json.Read() && json.TokenType == JsonTokenType.StartObject ? TryReadFields(ref json) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The serializer meets the same and knows how to say it. The other exception: half a surrogate pair.
            return null;
        }
    }

    private static SubmitVoteRequest? TryReadFields(ref Utf8JsonReader json)
    {
        int[]? choices = null;
        string? voterId = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (choices is null && json.ValueTextEquals("choices"u8) && TryReadChoices(ref json) is { } read)
                choices = read;
            else if (voterId is null && json.ValueTextEquals("voterId"u8) && json.Read() && json.TokenType == JsonTokenType.String)
                voterId = json.GetString();
            else
                return null;
        }

        return choices is not null && json.TokenType == JsonTokenType.EndObject && !json.Read() ? new SubmitVoteRequest(choices, voterId) : null;
    }

    private static int[]? TryReadChoices(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
            return null;

        Span<int> choices = stackalloc int[MostChoices];
        var count = 0;
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (count == MostChoices || !json.TryGetInt32(out choices[count++]))
                return null;
        }

        return json.TokenType == JsonTokenType.EndArray ? choices[..count].ToArray() : null;
    }
}
