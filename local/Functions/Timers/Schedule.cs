using System.Globalization;
using LiveTally.Local.Functions.Hosting;
using NCrontab;

namespace LiveTally.Local.Functions.Timers;

/// <summary>When a timer function runs, in UTC.</summary>
internal sealed class Schedule
{
    private static readonly CrontabSchedule.ParseOptions WithSeconds = new() { IncludingSeconds = true };
    private readonly CrontabSchedule? expression;
    private readonly TimeSpan interval;

    private Schedule(CrontabSchedule? expression, TimeSpan interval) => (this.expression, this.interval) = (expression, interval);

    /// <exception cref="StartupException">The text is neither an NCRONTAB expression of six fields nor a time span above 0.</exception>
    public static Schedule Parse(string function, string text)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
            return new Schedule(null, interval);
        if (CrontabSchedule.TryParse(text, WithSeconds) is { } expression)
            return new Schedule(expression, default);
        throw StartupException.OfFunction(function, $"'{text}' is neither an NCRONTAB expression of six fields nor a time span above 0");
    }

    /// <summary>Whether any two of the coming occurrences lie less than a minute apart.</summary>
    public bool IsFrequent()
    {
        var occurrence = Next(DateTime.UnixEpoch);
        for (var i = 0; i < 5; i++)
        {
            var next = Next(occurrence);
            if (next - occurrence < TimeSpan.FromMinutes(1))
                return true;
            occurrence = next;
        }

        return false;
    }

    /// <summary>The first occurrence after a moment.</summary>
    public DateTime Next(DateTime after) => expression?.GetNextOccurrence(after) ?? after + interval;
}
