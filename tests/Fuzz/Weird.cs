using System.Text;

namespace LiveTally.Tests.Fuzz;

/// <summary>Values that programs have broken on.</summary>
internal static class Weird
{
    public static readonly string[] Json =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "255", "256", "2147483648", "-2147483649", "9223372036854775808", "1e400", "1.5", "1E5", "0.1e-400",
        "\"\"", "\"0\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u202e\"", "\"\\ufeff\"", "\"a\\nb\"", "\"<script>\"", "\"'; DROP\"", "\"${7*7}\"", "\"%s%n\"",
        "[]", "{}", "[[]]", "[null]", "[1,1]", "[-1]", "[20]", "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]", "[\"a\",\"a\"]", "{\"a\":1}", "\"9999-12-31T23:59:59Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"2026-02-30T00:00:00Z\"", "\"10000-01-01T00:00:00Z\"", "NaN", "Infinity", "'a'", "undefined", "//", "01", "+1", ".5",
    ];

    public static readonly string[] Text =
    [
        "", " ", "0", "-1", "00000000", "aaaaaaaa", "AAAAAAAA", "a", "*", "null", "true", "\"", "\"x\"", "W/\"x\"", "W/", ",", ",,,", ";", "=", "==", "%", "%%", "%25", "..", ".", "~",
        "\u00e9", "\u4e2d", "\U0001f600", "2147483648", "9223372036854775808", "-9223372036854775809", "1e9", "0x1", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-7fff-bfff-ffffffffffff", "0193-", "{}", "[]", "{0}", "<a>", "'--", "eyJhbGciOiJub25lIn0.e30.", "Bearer", "Bearer ", "Basic YTph", "AA", "AAAA", "____", "----",
    ];

    public static readonly string[] Segments =
    [
        "", ".", "%2e", "%2F", "%5C", "%ff", "%c3%28", "%E2%80%AE", "%zz", "%", "%u0041", "a%00", ";a=b", "@", ":", "*", "+", "~", "'", "\"", "<>", "|", "\\", "{", "}", "polls", "votes", "api", "results.csv",
        "aaaaaaaa", "k7f3q2xm", "null", "-1", "0", "COM1", "con", "%F0%9F%98%80", "0003-00000000000000001234-9f86d081884c7d65", "0000-99999999999999999999", "00000000-0000-0000-0000-000000000000",
    ];

    public static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get", "M-SEARCH", "QUERY"];

    public static readonly string[] MediaTypes =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json;charset=nonsense", "application/merge-patch+json", "application/x-ndjson", "text/plain", "text/html",
        "application/xml", "multipart/form-data; boundary=a", "application/x-www-form-urlencoded", "application/octet-stream", "application/", "/", "a", "application/json, text/plain", "application/vnd.x+json",
    ];

    public static readonly string[] Headers =
    [
        "If-None-Match", "If-Match", "If-Modified-Since", "Range", "If-Range", "Idempotency-Key", "Accept", "Accept-Encoding", "Accept-Language", "Origin", "Access-Control-Request-Method", "X-Forwarded-For",
        "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Original-URL", "Forwarded", "Cookie", "Referer", "traceparent", "tracestate", "baggage", "Content-Encoding", "Upgrade",
        "X-Requested-With", "X-SignalR-User-Agent", "Prefer", "Max-Forwards", "Via", "Authorization", "X-Admin-Key",
    ];

    public static T Pick<T>(this Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public static bool Chance(this Random random, double of) => random.NextDouble() < of;

    /// <summary>Printable ASCII that may be long.</summary>
    public static string Long(this Random random, int most)
    {
        var text = new StringBuilder();
        var length = random.Next(most);
        var alphabet = random.Pick(["a", "abcdefghijklmnopqrstuvwxyz234567", "0123456789", "-_.~!*()"]);
        while (text.Length < length)
            text.Append(alphabet[random.Next(alphabet.Length)]);
        return text.ToString();
    }
}
