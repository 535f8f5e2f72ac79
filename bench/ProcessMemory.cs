namespace LiveTally.Bench;

/// <summary>Resident memory of another process, in kB, as Linux tells it.</summary>
internal static class ProcessMemory
{
    public static long Now(int pid) => Of(pid, "VmRSS:");

    public static long AtMost(int pid) => Of(pid, "VmHWM:");

    private static long Of(int pid, string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..^"kB".Length].Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
