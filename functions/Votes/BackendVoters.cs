using System.Text;
using LiveTally.Operations;
using LiveTally.Polls;

namespace LiveTally.Votes;

/// <summary>Voters that a trusted backend names.</summary>
internal static class BackendVoters
{
    /// <summary>Most characters of a <c>voterId</c>.</summary>
    public const int MaxLength = 128;

    private const int MaxBytesPerChar = 4;

    /// <summary>The ballot key of a voter; false when the name is empty or too long.</summary>
    public static bool TryGetKey(Poll poll, string voterId, out BallotKey key)
    {
        key = default;
        if (!InputText.TryNormalize(voterId, MaxLength, out var name))
            return false;

        // The leading 'b' keeps a backend's voters apart from those who hold tokens.
        Span<byte> voter = stackalloc byte[1 + (MaxLength * MaxBytesPerChar)];
        voter[0] = (byte)'b';
        var length = Encoding.UTF8.GetBytes(name, voter[1..]);
        key = poll.Keys.BallotKeyOf(voter[..(1 + length)]);
        return true;
    }
}
