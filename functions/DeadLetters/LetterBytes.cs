using System.Text.Json;
using LiveTally.Operations;
using LiveTally.Tally;

namespace LiveTally.DeadLetters;

/// <summary>A letter as every store keeps it: JSON, under the name <c>{id}.json</c>.</summary>
internal static class LetterBytes
{
    public const string Extension = ".json";

    /// <summary>The letter's id, and the bytes to keep under it.</summary>
    public static (string Id, byte[] Bytes) Write(DeadLetter letter)
    {
        var named = letter with { Id = DeadLetterId.Of(letter) };
        return (named.Id, JsonSerializer.SerializeToUtf8Bytes(named, AppJson.Default.DeadLetter));
    }

    /// <summary>
    /// The letter. One that somebody has damaged is still one, with its bytes as they are and a reason that says so: it must neither hide nor
    /// keep the others from being listed.
    /// </summary>
    public static DeadLetter Read(string id, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, AppJson.Default.DeadLetter) is { Reason: not null, Body: not null } letter)
                return letter with { Id = id };
            return Damaged(id, bytes, "It lacks a field.");
        }
        catch (JsonException e)
        {
            return Damaged(id, bytes, e.Message);
        }
    }

    private static DeadLetter Damaged(string id, ReadOnlySpan<byte> bytes, string why)
    {
        var (partition, sequenceNumber) = DeadLetterId.Parse(id);
        return new DeadLetter(id, partition, sequenceNumber, "The dead letter itself is damaged: " + why, DateTimeOffset.UnixEpoch, bytes.ToArray());
    }
}
