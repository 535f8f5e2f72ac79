using System.Globalization;
using System.Text;

namespace LiveTally.Tests.EventHubs.Host;

/// <summary>One append of the load. What it holds follows from its name, so whoever reads an event can tell whether its bytes are right.</summary>
/// <param name="Round">How often the process was started before.</param>
/// <param name="Writer">Which of the writers.</param>
/// <param name="Number">Which of that writer's appends.</param>
public readonly record struct LoadAppend(int Round, int Writer, int Number)
{
    /// <summary>Most bytes of one event.</summary>
    public const int MaxBytes = 2048;

    /// <summary>Its events: one to three, each with its name, its place in the append, and bytes up to <see cref="MaxBytes"/>.</summary>
    public ReadOnlyMemory<byte>[] Events()
    {
        var random = new Random((((Round * 64) + Writer) * 1_000_003) + Number);
        var events = new ReadOnlyMemory<byte>[random.Next(1, 4)];
        for (var i = 0; i < events.Length; i++)
        {
            var name = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Round} {Writer} {Number} {i} {events.Length}\n"));
            var body = new byte[random.Next(name.Length, MaxBytes)];
            random.NextBytes(body);
            name.CopyTo(body, 0);
            events[i] = body;
        }

        return events;
    }

    /// <summary>The append that an event names, and its place in it.</summary>
    public static (LoadAppend Append, int Place, int Count) Of(ReadOnlySpan<byte> body)
    {
        var name = Encoding.ASCII.GetString(body[..body.IndexOf((byte)'\n')]).Split(' ');
        return (new LoadAppend(At(0), At(1), At(2)), At(3), At(4));

        int At(int part) => int.Parse(name[part], CultureInfo.InvariantCulture);
    }
}
