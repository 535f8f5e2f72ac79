using System.Globalization;

namespace LiveTally.Operations;

/// <summary>Names of log partitions, "0" and up, made once.</summary>
internal static class Partitions
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 64).Select(Format)];

    public static string Name(int partition) => partition < Names.Length ? Names[partition] : Format(partition);

    private static string Format(int partition) => partition.ToString(CultureInfo.InvariantCulture);
}
