using System.Net;
using LiveTally.Limits;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Tests.Unit.Limits;

public sealed class TellingCallersApart
{
    [Theory]
    [InlineData("198.51.100.1", "", 0, "198.51.100.1")]
    [InlineData("198.51.100.1", "203.0.113.7", 0, "198.51.100.1")]
    [InlineData("127.0.0.1", "203.0.113.7", 0, null)]
    [InlineData("::1", "", 0, null)]
    [InlineData("127.0.0.1", "203.0.113.7", 1, "203.0.113.7")]
    [InlineData("127.0.0.1", "203.0.113.7:51234", 1, "203.0.113.7")]
    [InlineData("127.0.0.1", "[2001:db8::1]:51234", 1, "2001:db8::1")]
    [InlineData("127.0.0.1", "2001:db8::1", 1, "2001:db8::1")]
    [InlineData("127.0.0.1", "10.9.9.9, 203.0.113.7", 1, "203.0.113.7")]
    [InlineData("127.0.0.1", "10.9.9.9, 203.0.113.7, 198.51.100.2", 2, "203.0.113.7")]
    [InlineData("127.0.0.1", "203.0.113.7", 2, "203.0.113.7")]
    [InlineData("127.0.0.1", "", 1, "127.0.0.1")]
    [InlineData("127.0.0.1", "nonsense", 1, "127.0.0.1")]
    public void The_address_is_the_one_that_the_outermost_trusted_proxy_saw(string connected, string forwardedFor, int hops, string? expected)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(connected) } };
        context.Request.Headers["X-Forwarded-For"] = forwardedFor;

        Assert.Equal(expected, ClientAddress.Of(context, hops)?.ToString());
    }

    [Fact]
    public void An_IPv4_address_written_as_IPv6_is_the_same_one() => Assert.Equal(Key("203.0.113.7"), Key("::ffff:203.0.113.7"));

    [Fact]
    public void Of_an_IPv6_address_the_first_half_counts()
    {
        Assert.Equal(Key("2001:db8:0:1::1"), Key("2001:db8:0:1:ffff:ffff:ffff:ffff"));
        Assert.NotEqual(Key("2001:db8:0:1::1"), Key("2001:db8:0:2::1"));
    }

    private static byte[] Key(string address)
    {
        var key = new byte[16];
        ClientAddress.Write(IPAddress.Parse(address), key);
        return key;
    }
}
