using System.IO.Pipelines;
using System.Threading.Channels;
using LiveTally.Operations;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Votes;

/// <summary>A vote of a batch that is on its way.</summary>
/// <param name="Line">Number of its line, from 1.</param>
/// <param name="Outcome">The accepted vote, or the problem with it.</param>
internal readonly record struct BegunVote(int Line, Task<(AcceptedVote? Vote, Problem? Problem)> Outcome);

/// <summary>
/// The answer to a batch: 202, and each outcome as it is known, in order. Reading goes on whether or not the client takes what is written, since most
/// clients read only when they have sent everything; what waits in between is bounded by the size of a batch.
/// </summary>
internal sealed class BatchOutcomes(IAsyncEnumerable<BegunVote> begun) : IResult
{
    /// <summary>Of what is sent and what is answered.</summary>
    public const string MediaType = "application/x-ndjson";

    private const int BytesPerFlush = 16 * 1024;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        var outcomes = Channel.CreateUnbounded<BegunVote>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        return Task.WhenAll(ReadAsync(outcomes.Writer), WriteAsync(outcomes.Reader, response));
    }

    private async Task ReadAsync(ChannelWriter<BegunVote> outcomes)
    {
        try
        {
            await foreach (var outcome in begun)
                await outcomes.WriteAsync(outcome);
            outcomes.Complete();
        }
        catch (Exception e)
        {
            // What has been begun is still answered; then the answer breaks off, so that nobody takes it for whole.
            outcomes.Complete(e);
        }
    }

    private static async Task WriteAsync(ChannelReader<BegunVote> outcomes, HttpResponse response)
    {
        var unflushed = 0;
        while (await outcomes.WaitToReadAsync())
        {
            while (outcomes.TryRead(out var next))
            {
                if (!next.Outcome.IsCompleted || unflushed > BytesPerFlush)
                    await FlushAsync();

                var (vote, problem) = await next.Outcome;
                unflushed += vote is not null
                    ? WriteLine(response.BodyWriter, JsonResponse.Serialize(vote, AppJson.Default.AcceptedVote))
                    : WriteLine(response.BodyWriter, JsonResponse.Serialize(new RefusedVote(next.Line, problem!), AppJson.Default.RefusedVote));
            }

            await FlushAsync();
        }

        async ValueTask FlushAsync()
        {
            if (unflushed > 0)
                await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
            unflushed = 0;
        }
    }

    private static int WriteLine(PipeWriter writer, ReadOnlySpan<byte> json)
    {
        var line = writer.GetSpan(json.Length + 1);
        json.CopyTo(line);
        line[json.Length] = (byte)'\n';
        writer.Advance(json.Length + 1);
        return json.Length + 1;
    }
}
