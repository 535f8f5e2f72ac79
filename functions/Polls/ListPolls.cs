using System.Collections.Frozen;
using System.Text.Json;
using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary>A page of polls, newest first.</summary>
/// <param name="Polls">At most 100.</param>
/// <param name="Continuation">What to send as <c>continuation</c> for the next page; null on the last.</param>
public sealed record PollList(IReadOnlyList<PollView> Polls, string? Continuation);

/// <summary><c>GET /polls</c>: an admin lists polls, newest first, of one state or of all.</summary>
public sealed class ListPolls(TallyDatabase database)
{
    private const int PageSize = 100;

    private static readonly FrozenSet<string> States =
        Enum.GetValues<PollState>().Where(state => state != PollState.Deleted).Select(Name).ToFrozenSet();

    [Function(nameof(ListPolls))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls")] HttpRequest request, CancellationToken cancellationToken)
    {
        string? state = request.Query["state"];
        if (state is not null && !States.Contains(state))
            return new Problem(Errors.InvalidQuery, "state must be draft, open, closing, sealing or final.");
        if (!TryDecode(request.Query["continuation"], out var continuation))
            return new Problem(Errors.InvalidQuery, "continuation must come from an earlier page.");

        try
        {
            return Answers.Ok(await ListAsync(state, continuation, cancellationToken), AppJson.Default.PollList);
        }
        catch (CosmosException e) when (continuation is not null && e.StatusCode == System.Net.HttpStatusCode.BadRequest)
        {
            return new Problem(Errors.InvalidQuery, "continuation must come from an earlier page.");
        }
    }

    private async Task<PollList> ListAsync(string? state, string? continuation, CancellationToken cancellationToken)
    {
        var query = state is null
            ? new QueryDefinition("SELECT * FROM c WHERE NOT (c.state = @deleted) ORDER BY c.createdAt DESC").WithParameter("@deleted", Name(PollState.Deleted))
            : new QueryDefinition("SELECT * FROM c WHERE c.state = @state ORDER BY c.createdAt DESC").WithParameter("@state", state);

        // A page may come in parts, one per physical partition.
        var polls = new List<PollView>();
        using var feed = database.Polls.GetItemQueryIterator<Poll>(query, continuation, new QueryRequestOptions { MaxItemCount = PageSize });
        while (feed.HasMoreResults && polls.Count == 0)
        {
            var page = await feed.ReadNextAsync(cancellationToken);
            polls.AddRange(page.Select(PollView.Of));
            continuation = page.ContinuationToken;
        }

        return new PollList(polls, continuation is null ? null : Continuation.Encode(continuation));
    }

    private static string Name(PollState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static bool TryDecode(string? text, out string? continuation)
    {
        continuation = null;
        if (string.IsNullOrEmpty(text))
            return true;
        continuation = Continuation.TryDecode(text);
        return continuation is not null;
    }
}
