using System.Net;
using System.Text;

namespace LiveTally.Tests.EndToEnd;

/// <summary>Faults on demand of a process that was started with <c>LIVETALLY_FAULTS</c>.</summary>
internal static class FaultControl
{
    /// <summary>Replaces the rules in force; none: nothing fails any more.</summary>
    public static async Task UseAsync(this LiveTallyProcess process, params string[] rules)
    {
        using var http = new HttpClient();
        using var body = new StringContent($$"""{ "seed": 1, "rules": [{{string.Join(", ", rules)}}] }""", Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(new Uri(process.Address, "/_faults"), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
