using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveTally.Tests.Contract.Document;

namespace LiveTally.Tests.Contract.Driving;

/// <summary>A call of an operation; <paramref name="Path"/> fills the parameters of its path, in order.</summary>
internal sealed record Call(string Operation, params string[] Path)
{
    public string Query { get; init; } = "";

    /// <summary>Sent as JSON.</summary>
    public object? Body { get; init; }

    /// <summary>Sent as it is, in place of <see cref="Body"/>.</summary>
    public string? Text { get; init; }

    public string MediaType { get; init; } = "application/json";

    public string? Token { get; init; }

    public bool AsAdmin { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public Operation Documented => OpenApi.Operations[Operation];

    public HttpRequestMessage Request(Server server)
    {
        var request = new HttpRequestMessage(new HttpMethod(Documented.Method), new Uri(server.Process.Address, Target));
        if (Text is not null)
            request.Content = new StringContent(Text, Encoding.UTF8, MediaType);
        else if (Body is not null)
            request.Content = JsonContent.Create(Body, mediaType: null, JsonSerializerOptions.Web);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (AsAdmin)
            request.Headers.Add("X-Admin-Key", server.Process.AdminKey);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>The same up to its body, and how that body is framed, as it goes over the wire.</summary>
    public string Head(Server server, string framing)
    {
        var head = new StringBuilder($"{Documented.Method} {Target} HTTP/1.1\r\nHost: {server.Process.Address.Authority}\r\nContent-Type: {MediaType}\r\n");
        if (Token is not null)
            head.Append("Authorization: Bearer ").Append(Token).Append("\r\n");
        if (AsAdmin)
            head.Append("X-Admin-Key: ").Append(server.Process.AdminKey).Append("\r\n");
        return head.Append(framing).Append("\r\n\r\n").ToString();
    }

    private string Target
    {
        get
        {
            var values = new Queue<string>(Path);
            return "/api" + string.Join('/', Documented.Path.Split('/').Select(segment => segment.StartsWith('{') ? values.Dequeue() : segment)) + Query;
        }
    }
}
