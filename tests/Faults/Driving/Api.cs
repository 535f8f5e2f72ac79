using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>An answer read whole; <see cref="Status"/> is 0 when there was none.</summary>
internal sealed record Answer(int Status, string Text)
{
    public static readonly Answer None = new(0, "");

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>Status and, of a problem, its code.</summary>
    public override string ToString() => Status switch
    {
        0 => "no answer",
        >= 400 when Text.StartsWith('{') && Json.TryGetProperty("code", out var code) => $"{Status} {code}",
        _ => $"{Status}",
    };
}

/// <summary>The HTTP contract, as a client that takes every failure for an answer.</summary>
internal sealed class Api(ServerProcess server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(15) };

    public Task<Answer> GetAsync(string path, string? token = null, bool asAdmin = false) => SendAsync(HttpMethod.Get, path, null, token, asAdmin);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, string? token = null, bool asAdmin = false, Guid? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path));
        if (body is not null)
            request.Content = JsonContent.Create(body, mediaType: null, JsonSerializerOptions.Web);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (asAdmin)
            request.Headers.Add("X-Admin-Key", server.AdminKey);
        if (key is { } voteId)
            request.Headers.Add("Idempotency-Key", voteId.ToString("D"));

        try
        {
            using var response = await _http.SendAsync(request);
            return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return Answer.None;
        }
    }

    /// <summary>Sends a vote and cuts the connection without waiting for the answer.</summary>
    public async Task VoteAndCutAsync(string poll, string token, Guid key, IEnumerable<int> choices, TimeSpan wait)
    {
        var body = $"{{\"choices\":[{string.Join(',', choices)}]}}";
        var request = $"POST /api/polls/{poll}/votes HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {token}\r\n"
            + $"Idempotency-Key: {key:D}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        try
        {
            // A reset, not an orderly end.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(request));
            await Task.Delay(wait);
        }
        catch (SocketException)
        {
            // It is down: the voter hears nothing then either.
        }
    }

    public void Dispose() => _http.Dispose();
}
