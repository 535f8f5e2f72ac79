using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiveTally.Bench;

/// <summary>An answer; its body is valid until the connection is used again.</summary>
internal readonly ref struct RawAnswer(int status, ReadOnlySpan<byte> body)
{
    public int Status { get; } = status;

    public ReadOnlySpan<byte> Body { get; } = body;
}

/// <summary>A connection that carries one request at a time and knows as much of HTTP/1.1 as that takes.</summary>
internal sealed class RawConnection : IDisposable
{
    private byte[] _buffer = new byte[4096];
    private int _length;

    public RawConnection(IPEndPoint server)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(server);
    }

    public Socket Socket { get; }

    /// <summary>The number of the request that is under way.</summary>
    public int Number { get; private set; }

    public long SentAt { get; private set; }

    public void Send(int number, byte[] request)
    {
        (Number, _length, SentAt) = (number, 0, Stopwatch.GetTimestamp());
        for (var sent = 0; sent < request.Length;)
            sent += Socket.Send(request.AsSpan(sent));
    }

    /// <summary>Reads what is there; true when that completes the answer.</summary>
    public bool TryReceive(out RawAnswer answer)
    {
        if (_length == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _length);
        var read = Socket.Receive(_buffer.AsSpan(_length));
        if (read == 0)
            throw new HttpRequestException("The server closed the connection.");
        _length += read;
        return TryParse(_buffer.AsSpan(0, _length), out answer);
    }

    public void Dispose() => Socket.Dispose();

    /// <summary>Request bytes as the benches send them.</summary>
    public static byte[] Post(string path, string? token, ReadOnlySpan<byte> json, string contentType = "application/json", string? adminKey = null)
    {
        var head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {contentType}\r\nContent-Length: {json.Length}\r\n"
            + (token is null ? "" : $"Authorization: Bearer {token}\r\n") + (adminKey is null ? "" : $"X-Admin-Key: {adminKey}\r\n") + "\r\n";
        return [.. System.Text.Encoding.ASCII.GetBytes(head), .. json];
    }

    private static bool TryParse(ReadOnlySpan<byte> received, out RawAnswer answer)
    {
        answer = default;
        var headEnd = received.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
            return false;
        var head = received[..headEnd];
        var body = received[(headEnd + 4)..];
        var status = ((head[9] - '0') * 100) + ((head[10] - '0') * 10) + (head[11] - '0');
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            var length = 0;
            foreach (var digit in head[(at + "Content-Length: ".Length)..])
            {
                if (digit is < (byte)'0' or > (byte)'9')
                    break;
                length = (length * 10) + digit - '0';
            }

            if (body.Length < length)
                return false;
        }
        else if (!body.EndsWith("0\r\n\r\n"u8))
        {
            return false;
        }

        answer = new RawAnswer(status, body);
        return true;
    }
}
