using System.Net.Sockets;

namespace LiveTally.Local.Functions.Hosting;

internal static class PortErrors
{
    /// <summary>Whether a server could not listen because somebody else does, or because it may not.</summary>
    public static bool CannotListen(Exception failure)
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied })
                return true;
        }

        return false;
    }

    public static StartupException InUse(string key, int port, Exception innerException) =>
        StartupException.OfSetting(key, $"cannot listen on 127.0.0.1:{port}, which is in use or not allowed", innerException);
}
