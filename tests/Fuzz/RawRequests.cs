using System.Net.Sockets;
using System.Text;

namespace LiveTally.Tests.Fuzz;

/// <summary>Requests that are no HTTP any more, byte by byte, and what comes back until the connection ends.</summary>
internal sealed class RawRequests(Uri address, Seeds seeds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(150);

    private static readonly string[] Lines =
    [
        "Host: a", "Host: a\r\nHost: b", "Content-Length: 5", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: -5", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Expect: 100-continue", "Connection: upgrade\r\nUpgrade: websocket",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", "X-Long: ", " folded: a", "No colon", ": a", "X-\u0001: a", "Content-Type: application/json", "Cookie: a=\u00ff",
    ];

    private static readonly string[] Bodies = ["", "{}", "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "ffffffffffffffff\r\n", "2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n", "{\"choices\":[0]}", "GET /api/nonsense HTTP/1.1\r\nHost: a\r\n\r\n"];

    /// <summary>The bytes, and all of the answer.</summary>
    public async Task<(byte[] Sent, string Answer)> SendAsync(Random random, CancellationToken cancellationToken)
    {
        var sent = Make(random);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var answer = new StringBuilder();
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, patience.Token);
            var cut = random.Next(sent.Length + 1);
            await socket.SendAsync(sent.AsMemory(0, cut), patience.Token);
            await socket.SendAsync(sent.AsMemory(cut), patience.Token);

            // Then no more comes, so that it need not wait for the rest; at once, and it would not answer what it has.
            await Task.Run(() => socket.Poll(HeadStart, SelectMode.SelectRead), patience.Token);
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[16_384];
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var length)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (SocketException)
        {
            // It may hang up on what is no request, even while that is being sent.
        }

        return (sent, answer.ToString());
    }

    private byte[] Make(Random random)
    {
        var text = new StringBuilder($"{random.Pick(Weird.Methods)} /api/polls/{random.Pick(seeds.Polls)}/{random.Pick(["votes", "results", "voters", "viewers", "journal"])} HTTP/{random.Pick(["1.1", "1.1", "1.1", "1.0", "2.0", "0.9", "x"])}\r\n");
        for (var i = random.Next(5); i >= 0; i--)
        {
            text.Append(random.Pick(Lines));
            if (random.Chance(0.02))
                text.Append(random.Long(50_000));
            text.Append(random.Chance(0.97) ? "\r\n" : random.Pick(["\n", "\r", "\r\r\n", "\0"]));
        }

        var bytes = Encoding.Latin1.GetBytes(text.Append("\r\n").Append(random.Pick(Bodies)).ToString());
        for (var i = random.Next(3); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
