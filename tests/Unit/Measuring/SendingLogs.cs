using LiveTally.Operations;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace LiveTally.Tests.Unit.Measuring;

public sealed class SendingLogs
{
    [Theory]
    [InlineData("LiveTally.Polls.PurgePolls", LogLevel.Debug, false)]
    [InlineData("LiveTally.Polls.PurgePolls", LogLevel.Information, true)]
    [InlineData("LiveTally.Operations.AdminWarning", LogLevel.Warning, true)]
    [InlineData("Microsoft.Hosting.Lifetime", LogLevel.Information, false)]
    [InlineData("Azure.Messaging.EventHubs", LogLevel.Warning, true)]
    public void Warnings_of_anybody_are_sent_and_what_the_application_says_of_itself(string category, LogLevel level, bool sent) =>
        Assert.Equal(sent ? ["Poll abc is gone."] : [], Sent(category, level));

    // Outside of any invocation, which is where the Functions host would drop it.
    private static List<string?> Sent(string category, LogLevel level)
    {
        var exporter = new Kept();
        using (var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddLogs(logs => logs.AddProcessor(new SimpleLogRecordExportProcessor(exporter)))))
            LoggerMessage.Define<string>(level, default, "Poll {PollId} is gone.")(factory.CreateLogger(category), "abc", null);
        return exporter.Lines;
    }

    private sealed class Kept : BaseExporter<LogRecord>
    {
        public List<string?> Lines { get; } = [];

        public override ExportResult Export(in Batch<LogRecord> batch)
        {
            foreach (var record in batch)
                Lines.Add(record.FormattedMessage);
            return ExportResult.Success;
        }
    }
}
