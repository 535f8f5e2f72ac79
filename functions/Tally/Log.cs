using System.Net;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tally;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Debug, "Box {Box} of poll {PollId}: another owner committed first; applying again to what it left.")]
    public static partial void CommitConflict(ILogger logger, string pollId, int box);

    [LoggerMessage(2001, LogLevel.Warning, "Event {SequenceNumber} of partition {Partition} cannot be counted and is parked as a dead letter: {Reason}")]
    public static partial void Parked(ILogger logger, int partition, long sequenceNumber, string reason);

    [LoggerMessage(2002, LogLevel.Information, "Box {Box} of poll {PollId}: its small pages stay as they are for now; storage answered {Status}.")]
    public static partial void NotCompacted(ILogger logger, string pollId, int box, HttpStatusCode status);

    [LoggerMessage(2003, LogLevel.Information, "{Votes} votes for poll {PollId} are discarded: it was deleted.")]
    public static partial void Discarded(ILogger logger, int votes, string pollId);

    [LoggerMessage(2004, LogLevel.Information, "How far the counting is behind is not known: the log does not answer.")]
    public static partial void LagUnknown(ILogger logger, Exception e);
}
