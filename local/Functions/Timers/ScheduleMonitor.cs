using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Timers;

/// <summary>Keeps when each timer function last ran, so that the next process knows what was missed. One small file per function.</summary>
internal sealed class ScheduleMonitor(LocalHostOptions options, ILogger<ScheduleMonitor> logger)
{
    private readonly string directory = Path.Combine(options.DataDirectory, "timers");

    /// <summary>What is kept; a new status, which is then kept, where nothing is or the schedule has changed since.</summary>
    public async Task<ScheduleStatus> ReadAsync(string function, Schedule schedule, DateTime now)
    {
        if (await ReadAsync(PathOf(function)) is { } kept && kept.Next == schedule.Next(kept.Last == default ? kept.LastUpdated : kept.Last))
            return kept;

        var status = new ScheduleStatus { Next = schedule.Next(now), LastUpdated = now };
        await WriteAsync(function, status);
        return status;
    }

    public async Task WriteAsync(string function, ScheduleStatus status)
    {
        Directory.CreateDirectory(directory);
        var path = PathOf(function);
        var partial = path + ".partial";
        await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(status, TimerJson.Default.ScheduleStatus));
        File.Move(partial, path, overwrite: true);
    }

    private async Task<ScheduleStatus?> ReadAsync(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllTextAsync(path), TimerJson.Default.ScheduleStatus);
        }
        catch (JsonException e)
        {
            // As in Azure: a run is missed at most.
            Log.StatusDamaged(logger, e, path);
            return null;
        }
    }

    private string PathOf(string function) => Path.Combine(directory, Uri.EscapeDataString(function) + ".json");
}
