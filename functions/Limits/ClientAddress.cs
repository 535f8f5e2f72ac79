using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Limits;

/// <summary>Where a request comes from.</summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>
    /// The address that the outermost of the trusted proxies saw: of <c>X-Forwarded-For</c>, to which each appends whom it hears, the entry that many from
    /// the right. What stands to the left of it anybody may have written.
    /// </summary>
    /// <returns>Null when there is nothing to tell callers apart by: the connection is from this machine, and no proxy is trusted.</returns>
    public static IPAddress? Of(HttpContext context, int forwardedHops)
    {
        var connected = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        if (forwardedHops == 0)
            return IPAddress.IsLoopback(connected) ? null : connected;
        return Entry(context.Request.Headers[ForwardedFor].ToString(), forwardedHops) is { } entry && IPEndPoint.TryParse(entry, out var seen)
            ? seen.Address
            : connected;
    }

    /// <summary>16 bytes that say which caller: an IPv4 address, or of IPv6 the /64, which is what one customer has at least.</summary>
    public static void Write(IPAddress address, Span<byte> key)
    {
        key.Clear();
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        address.TryWriteBytes(key, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            key[8..].Clear();
    }

    /// <summary>The entry that many from the right, 1 for the last; the leftmost when there are fewer, null when there is none.</summary>
    private static string? Entry(string list, int fromRight)
    {
        var entries = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return entries.Length == 0 ? null : entries[Math.Max(0, entries.Length - fromRight)];
    }
}
