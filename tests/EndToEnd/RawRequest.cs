using System.Net.Sockets;
using System.Text;

namespace LiveTally.Tests.EndToEnd;

/// <summary>A request sent piece by piece, as no client library would.</summary>
public sealed class RawRequest(Uri address) : IDisposable
{
    private readonly TcpClient _connection = new(address.Host, address.Port) { NoDelay = true };

    public async Task SendAsync(string text) => await _connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>All that comes back until the server closes the connection, or what has come ends as given: as a JSON body does.</summary>
    public async Task<string> AnswerAsync(string ending = "}")
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int length;
        do
        {
            length = await _connection.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            answer.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
        while (length > 0 && !answer.ToString().EndsWith(ending, StringComparison.Ordinal));

        return answer.ToString();
    }

    public void Dispose() => _connection.Dispose();
}
