using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveTally.Tests.Fuzz;

/// <summary>Spoils a body that is good.</summary>
internal static class Bodies
{
    private const int Large = 80_000;

    public static byte[] Spoil(string good, Random random) => random.Next(12) switch
    {
        0 or 1 => Encoding.UTF8.GetBytes(good),
        2 or 3 or 4 or 5 => Encoding.UTF8.GetBytes(Structure(good, random)),
        6 or 7 or 8 => Bytes(Encoding.UTF8.GetBytes(good), random),
        9 => Encoding.UTF8.GetBytes(random.Pick(Weird.Json)),
        10 => Encoding.UTF8.GetBytes(Deep(random)),
        _ => Noise(random),
    };

    /// <summary>A member gone, added, doubled, renamed, or of another kind.</summary>
    private static string Structure(string good, Random random)
    {
        if (Parse(good) is not { Count: > 0 } members)
            return $$"""{"{{random.Pick(["choices", "code", "x", "__proto__", ""])}}":{{random.Pick(Weird.Json)}}}""";

        var written = members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{member.Value?.ToJsonString() ?? "null"}").ToList();
        var at = random.Next(written.Count);
        var name = JsonSerializer.Serialize(members.ElementAt(at).Key);
        switch (random.Next(6))
        {
            case 0: written.RemoveAt(at); break;
            case 1: written.Add(written[at]); break;
            case 2: written[at] = $"{name.ToUpperInvariant()}:{random.Pick(Weird.Json)}"; break;
            case 3: written.Add($"\"x{random.Next(10)}\":{random.Pick(Weird.Json)}"); break;
            case 4: written[at] = $"{name}:{JsonSerializer.Serialize(random.Long(Large))}"; break;
            default: written[at] = $"{name}:{random.Pick(Weird.Json)}"; break;
        }

        return "{" + string.Join(',', written) + "}";
    }

    private static JsonObject? Parse(string good)
    {
        try
        {
            return JsonNode.Parse(good) as JsonObject;
        }
        catch (JsonException)
        {
            // An example of several lines, or none in JSON at all.
            return null;
        }
    }

    private static byte[] Bytes(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
                case 1 when at < bytes.Count: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    private static string Deep(Random random)
    {
        var depth = random.Next(1, 5_000);
        var (open, close) = random.Chance(0.5) ? ("[", "]") : ("{\"a\":", "}");
        return string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, random.Chance(0.8) ? depth : depth / 2));
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(random.Chance(0.1) ? Large : 200)];
        random.NextBytes(noise);
        return noise;
    }
}
