using System.Text;

namespace LiveTally.Tests.Fuzz;

/// <summary>A request as it will go out.</summary>
internal sealed record FuzzRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string? MediaType, byte[]? Body)
{
    private const double Spoilt = 0.25;

    public static FuzzRequest Make(ApiDocument document, Seeds seeds, Random random)
    {
        var call = random.Pick(document.Calls);
        var sendsBody = call.Body is not null ? !random.Chance(0.03) : random.Chance(0.1);
        return new FuzzRequest(
            random.Chance(0.1) ? random.Pick(Weird.Methods) : call.Method,
            "/api" + Path(call, seeds, random) + Query(call, seeds, random),
            [.. Credentials(seeds, random), .. Others(random)],
            sendsBody ? random.Chance(0.15) ? random.Pick(Weird.MediaTypes) : call.MediaType : null,
            sendsBody ? Bodies.Spoil(call.Body ?? "{}", random) : null);
    }

    public HttpRequestMessage Message(Uri address)
    {
        // As it is: otherwise what is odd about it is mended before it is sent.
        var uri = new Uri(address.GetLeftPart(UriPartial.Authority) + Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Method), uri);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", MediaType);
        }

        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    public override string ToString()
    {
        var text = new StringBuilder($"{Method} {Cut(Target)}");
        foreach (var (name, value) in Headers)
            text.Append(" | ").Append(name).Append(": ").Append(Cut(value));
        return Body is null ? text.ToString() : text.Append(" | ").Append(MediaType).Append(" | ").Append(Cut(Encoding.UTF8.GetString(Body))).ToString();
    }

    private static string Path(DocumentedCall call, Seeds seeds, Random random)
    {
        var segments = call.Path.Split('/').Select(segment => !segment.StartsWith('{') ? segment : random.Chance(Spoilt) ? random.Pick(Weird.Segments) : Good(segment, seeds, random)).ToList();
        if (random.Chance(0.05))
            segments.Insert(random.Next(1, segments.Count + 1), random.Chance(0.1) ? random.Long(9_000) : random.Pick(Weird.Segments));
        return string.Join('/', segments);
    }

    private static string Good(string parameter, Seeds seeds, Random random) => parameter switch
    {
        "{pollId}" => random.Pick(seeds.Polls),
        "{voteId}" => seeds.VoteId,
        _ => random.Pick(Weird.Segments),
    };

    private static string Query(DocumentedCall call, Seeds seeds, Random random)
    {
        var parts = call.Query.Where(_ => random.Chance(0.6))
            .Select(name => $"{name}={(random.Chance(0.3) ? seeds.Receipt : Uri.EscapeDataString(random.Pick(Weird.Text)))}").ToList();
        if (random.Chance(0.05))
            parts.Add(random.Pick(["=", "&&", "a", "%zz=%", "box=1&box=2", "state=open&state=final", "receipt", "continuation=" + random.Long(3_000)]));
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private static IEnumerable<(string Name, string Value)> Credentials(Seeds seeds, Random random) => random.Next(8) switch
    {
        0 or 1 or 2 => [("X-Admin-Key", seeds.AdminKey)],
        3 or 4 => [("Authorization", "Bearer " + random.Pick(seeds.Tokens))],
        5 => [("Authorization", "Bearer " + random.Pick(Weird.Text)), ("X-Admin-Key", random.Pick(Weird.Text))],
        _ => [],
    };

    private static IEnumerable<(string Name, string Value)> Others(Random random)
    {
        while (random.Chance(0.3))
            yield return (random.Pick(Weird.Headers), random.Chance(0.03) ? random.Long(20_000) : Ascii(random.Pick(Weird.Text)));
    }

    // What is no ASCII the client refuses to send; the raw requests do.
    private static string Ascii(string text) => text.All(char.IsAscii) ? text : "x";

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300] + $"… ({text.Length})";
}
