using System.Text;

namespace LiveTally.Bench;

/// <summary>Voter tokens for a load, as many as it takes.</summary>
internal static class Tokens
{
    public static async Task<string[]> GetAsync(Uri url, string poll, int count, int connections, CancellationToken cancellationToken)
    {
        var request = RawConnection.Post($"/api/polls/{poll}/voters", null, "{}"u8);
        var tokens = new string[count];
        await new RawLoad(url, connections).RunAsync(
            n => n < count ? request : null,
            (n, answer) => tokens[n] = answer.Status == 201
                ? Find(answer.Body)
                : throw new InvalidOperationException($"A token was answered {answer.Status}: {Encoding.UTF8.GetString(answer.Body)}"),
            cancellationToken);
        return tokens;
    }

    private static string Find(ReadOnlySpan<byte> body)
    {
        var from = body[(body.IndexOf("\"token\":\""u8) + 9)..];
        return Encoding.ASCII.GetString(from[..from.IndexOf((byte)'"')]);
    }
}
