using System.Collections.Concurrent;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Contract.Driving;

/// <summary>Makes calls, holds every answer to the document, and remembers which of its answers there have been.</summary>
internal sealed class Driver(Server server)
{
    private readonly ConcurrentDictionary<string, bool> _happened = [];
    private readonly ConcurrentQueue<string> _wrong = [];

    /// <summary>Operation, status and, where there is one, code of every answer so far.</summary>
    public IReadOnlyCollection<string> Happened => [.. _happened.Keys];

    public IReadOnlyCollection<string> Wrong => _wrong;

    public async Task<Seen> SendAsync(Call call, Server? elsewhere = null)
    {
        var at = elsewhere ?? server;
        using var request = call.Request(at);
        using var response = await at.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var seen = await Seen.ReadAsync(response);
        await CheckAsync(call, seen);
        return seen;
    }

    public async Task ExpectAsync(Call call, int status, string? code = null, Server? elsewhere = null) =>
        Expect(call, await SendAsync(call, elsewhere), status, code);

    /// <summary>The call with a body that goes as these bytes, framed as this header says.</summary>
    public async Task ExpectAsync(Call call, string framing, string body, int status, string code)
    {
        using var raw = new RawRequest(server.Process.Address);
        await raw.SendAsync(call.Head(server, framing));
        await raw.SendAsync(body);
        var seen = Seen.Parse(await raw.AnswerAsync());
        await CheckAsync(call, seen);
        Expect(call, seen, status, code);
    }

    private void Expect(Call call, Seen seen, int status, string? code)
    {
        if ((seen.Status, seen.Code) != (status, code))
            _wrong.Enqueue($"{call.Operation} was to answer {status} {code}, not {seen.Status} {seen.Code}: {seen.Text}");
    }

    private async Task CheckAsync(Call call, Seen seen)
    {
        _happened[Name(call.Operation, seen.Status, seen.Code)] = true;
        if (!call.Documented.Responses.TryGetValue(seen.Status, out var documented))
        {
            _wrong.Enqueue($"{call.Operation} answers {seen.Status}, which is not documented: {seen.Text}");
            return;
        }

        if (documented.MediaType != seen.MediaType)
            _wrong.Enqueue($"{call.Operation} {seen.Status} is {seen.MediaType}, not {documented.MediaType}.");
        else
            foreach (var error in await documented.CheckAsync(seen.Text))
                _wrong.Enqueue($"{call.Operation} {seen.Status}: {error} in {seen.Text}");
        foreach (var header in documented.Headers.Where(header => !seen.Headers.ContainsKey(header)))
            _wrong.Enqueue($"{call.Operation} {seen.Status} has no {header}.");
    }

    public static string Name(string operation, int status, string? code) => $"{operation} {status} {code}".TrimEnd();
}
