using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tally;

/// <summary>A line of the published journal.</summary>
/// <param name="Box">The box.</param>
/// <param name="Entry">Number of the entry in the box's journal, from 1.</param>
/// <param name="Page">The page that holds it.</param>
/// <param name="Outcome">counted, superseded, duplicate or rejected; closed or sealed for a marker.</param>
/// <param name="Partition">The log partition that it came from.</param>
/// <param name="SequenceNumber">Its place there.</param>
/// <param name="BallotKey">Who voted: 32 hexadecimal digits, known to the voter from the receipt.</param>
/// <param name="VoteId">Which vote.</param>
/// <param name="Choices">Indexes into the poll's options; empty where they are no ballot.</param>
/// <param name="Reason">Why it was rejected: closed or invalidChoice.</param>
/// <param name="ClosedAt">Of a close: votes accepted later do not count.</param>
public sealed record JournalLine(
    int Box,
    long Entry,
    string Page,
    string Outcome,
    int Partition,
    long SequenceNumber,
    string? BallotKey,
    Guid? VoteId,
    int[]? Choices,
    string? Reason,
    DateTimeOffset? ClosedAt)
{
    public static JournalLine Of(BoxPage page, long number, in JournalEntry entry) => new(
        page.Box,
        number,
        page.Id,
        entry.Outcome switch
        {
            JournalOutcome.Counted => "counted",
            JournalOutcome.Superseded => "superseded",
            JournalOutcome.Duplicate => "duplicate",
            JournalOutcome.Closed => "closed",
            JournalOutcome.Sealed => "sealed",
            _ => "rejected",
        },
        entry.Partition,
        entry.SequenceNumber,
        entry.IsVote ? entry.BallotKey.ToString() : null,
        entry.IsVote ? entry.VoteId : null,
        entry.IsVote ? Array.ConvertAll(entry.Choices, choice => (int)choice) : null,
        entry.Outcome switch
        {
            JournalOutcome.RejectedClosed => "closed",
            JournalOutcome.RejectedInvalidChoice => "invalidChoice",
            _ => null,
        },
        entry.Outcome == JournalOutcome.Closed ? entry.ClosedAt : null);
}

/// <summary><c>GET /polls/{pollId}/journal?box=</c>: the journal as NDJSON, box by box; for anyone once the poll is final, before only for admins.</summary>
public sealed class GetJournal(PollCache polls, BoxStore boxes, Admins admins)
{
    [Function(nameof(GetJournal))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls/{pollId}/journal")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);
        if (poll.State != PollState.Final && !admins.Sent(request))
            return new Problem(Errors.JournalHidden);

        var (first, count) = (0, poll.Boxes);
        if (request.Query["box"] is [{ } text])
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first >= poll.Boxes)
                return new Problem(Errors.InvalidQuery, $"box must be 0 to {poll.Boxes - 1}.");
            count = 1;
        }

        // Read before the answer begins, so that a fault of the first box still is an error and not half an answer.
        var journal = await boxes.ReadJournalAsync(poll, first, cancellationToken);
        return new Lines(boxes, poll, journal, first + count);
    }

    private sealed class Lines(BoxStore boxes, Poll poll, BoxJournal first, int end) : IResult
    {
        private const int LinesPerFlush = 100;
        private static readonly JsonWriterOptions Unindented = new() { SkipValidation = true };
        private static readonly AppJson WithoutNulls = new(new JsonSerializerOptions(AppJson.Default.Options)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        });

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "application/x-ndjson";
            response.Headers.CacheControl = poll.State == PollState.Final ? "public, max-age=60" : "private, no-store";

            await WriteAsync(response, first);
            for (var box = first.Head.Box + 1; box < end; box++)
                await WriteAsync(response, await boxes.ReadJournalAsync(poll, box, httpContext.RequestAborted));
        }

        private static async Task WriteAsync(HttpResponse response, BoxJournal journal)
        {
            await using var json = new Utf8JsonWriter(response.BodyWriter, Unindented);
            var unflushed = 0;
            foreach (var (page, number, entry) in journal.Entries())
            {
                JsonSerializer.Serialize(json, JournalLine.Of(page, number, entry), WithoutNulls.JournalLine);
                json.Flush();
                json.Reset();
                "\n"u8.CopyTo(response.BodyWriter.GetSpan(1));
                response.BodyWriter.Advance(1);
                if (++unflushed % LinesPerFlush == 0)
                    await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
            }

            await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
        }
    }
}
