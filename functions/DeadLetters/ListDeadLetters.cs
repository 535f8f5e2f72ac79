using LiveTally.Operations;
using LiveTally.Tally;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.DeadLetters;

/// <summary>A page of dead letters, ordered by id: by partition, then by sequence number, so the oldest of a partition first.</summary>
/// <param name="DeadLetters">At most 100, and fewer where they are large: about 4 MB in all, but at least one.</param>
/// <param name="Continuation">What to send as <c>continuation</c> for the next page; null on the last.</param>
public sealed record DeadLetterList(IReadOnlyList<DeadLetterView> DeadLetters, string? Continuation);

/// <summary>A dead letter as admins see it.</summary>
/// <param name="Id">What to replay or delete it by.</param>
/// <param name="Partition">The log partition that the event was in.</param>
/// <param name="SequenceNumber">Its place there.</param>
/// <param name="Reason">Why it could not be applied.</param>
/// <param name="ParkedAt">When it was parked; the last time, if it was delivered again.</param>
/// <param name="Size">Bytes of the event.</param>
/// <param name="Body">The event itself, in JSON as base64.</param>
public sealed record DeadLetterView(string Id, int Partition, long SequenceNumber, string Reason, DateTimeOffset ParkedAt, int Size, byte[] Body);

/// <summary><c>GET /deadletters</c>: an admin lists what could not be applied, and why.</summary>
public sealed class ListDeadLetters(IDeadLetterStore store)
{
    internal const int PageSize = 100;

    // An event has up to 1 MB, and a third more as base64.
    internal const long PageBytes = 4 << 20;

    private const int ReadAtOnce = 10;

    [Function(nameof(ListDeadLetters))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "deadletters")] HttpRequest request, CancellationToken cancellationToken)
    {
        return ListPosition.Decode(request.Query["continuation"]) is { } position
            && await ListAsync(position, cancellationToken) is { } list
            ? Answers.Ok(list, AppJson.Default.DeadLetterList)
            : new Problem(Errors.InvalidQuery, "continuation must come from an earlier page.");
    }

    private async Task<DeadLetterList?> ListAsync(ListPosition position, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.ListAsync(position.Marker, PageSize, cancellationToken) is not { } page)
                return null;

            var (told, cut) = Cut(page.Letters.Where(letter => string.CompareOrdinal(letter.Id, position.After) > 0));
            var next = cut ? position with { After = told[^1] } : page.Next is { } marker ? new ListPosition(marker, null) : null;
            var letters = await ReadAsync(told, cancellationToken);

            // A store may have empty pages before its last.
            if (letters.Count > 0 || next is null)
                return new DeadLetterList(letters, next?.Encode());
            position = next;
        }
    }

    /// <summary>The first of them that go into one answer, and whether any are left.</summary>
    internal static (IReadOnlyList<string> Ids, bool Cut) Cut(IEnumerable<KeptLetter> letters)
    {
        var ids = new List<string>();
        var bytes = 0L;
        foreach (var letter in letters)
        {
            bytes += letter.Bytes;
            if (bytes > PageBytes && ids.Count > 0)
                return (ids, true);
            ids.Add(letter.Id);
        }

        return (ids, false);
    }

    private async Task<IReadOnlyList<DeadLetterView>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetterView>();
        foreach (var some in ids.Chunk(ReadAtOnce))
        {
            // One that is gone by now is no letter any more.
            var read = await Task.WhenAll(some.Select(id => store.FindAsync(id, cancellationToken)));
            letters.AddRange(read.OfType<DeadLetter>().Select(View));
        }

        return letters;
    }

    private static DeadLetterView View(DeadLetter letter) =>
        new(letter.Id, letter.Partition, letter.SequenceNumber, letter.Reason, letter.ParkedAt, letter.Body.Length, letter.Body);
}
