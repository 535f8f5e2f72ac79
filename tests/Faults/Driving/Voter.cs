using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>One voter, from the token to the last answer.</summary>
internal sealed class Voter(World world, PollRun poll, int number, Random random)
{
    private const int MostTries = 60;

    public string? Token { get; set; }

    /// <summary>Carries out a plan; ends early when the poll is closed or the run is over.</summary>
    public async Task LiveAsync(IEnumerable<Wave> plan, CancellationToken stopped)
    {
        for (var tries = 0; Token is null; tries++)
        {
            var issued = await world.Api.SendAsync(HttpMethod.Post, $"/api/polls/{poll.Facts.Id}/voters", new { });
            if (issued.Status == 201)
            {
                Token = issued.Json.GetProperty("token").GetString()!;
                poll.Tokens[number] = Token;
            }
            else if (issued.Status is >= 400 and < 500 || tries == MostTries || stopped.IsCancellationRequested)
            {
                if (issued.Status is >= 400 and < 500)
                    poll.CheckRefusal(issued, "a voter token");
                return;
            }
            else
            {
                await PauseAsync(tries, stopped);
            }
        }

        foreach (var wave in plan)
        {
            var heard = await Task.WhenAll(wave.Votes.Select(vote => SendAsync(vote, stopped)));
            if (heard.Contains(Reply.Refused) || stopped.IsCancellationRequested)
                return;
            await Task.Delay(wave.Then, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends it until there is an answer, as far as the voter is persistent.</summary>
    public async Task<Reply> SendAsync(PlannedVote vote, CancellationToken stopped)
    {
        for (var tries = 0; ; tries++)
        {
            var reply = await SendOnceAsync(vote);
            if (reply is Reply.Accepted or Reply.Refused || !vote.Persistent || tries == MostTries || stopped.IsCancellationRequested)
                return reply;
            await PauseAsync(tries, stopped);
        }
    }

    private async Task<Reply> SendOnceAsync(PlannedVote vote)
    {
        double draw, wait;
        lock (random)
            (draw, wait) = (random.NextDouble(), random.NextDouble());

        var sentAt = world.Now;
        if (draw < (vote.Persistent ? 0.04 : 0.4))
        {
            await world.Api.VoteAndCutAsync(poll.Facts.Id, Token!, vote.Id, vote.Choices, TimeSpan.FromMilliseconds(wait < 0.3 ? 0 : wait * 15));
            world.Did("client.cut");
            poll.Add(new Submission(number, vote.Id, vote.Choices, sentAt, world.Now, Reply.None, "cut"));
            return Reply.None;
        }

        var answer = await world.Api.SendAsync(HttpMethod.Post, $"/api/polls/{poll.Facts.Id}/votes", new { choices = vote.Choices }, Token, key: vote.Id);
        var (reply, receipt) = answer.Status switch
        {
            202 => (Reply.Accepted, answer.Json.GetProperty("receipt").GetString()),
            0 => (Reply.None, null),
            408 or 429 or >= 500 => (Reply.Failed, null),
            _ => (Reply.Refused, (string?)null),
        };
        poll.Add(new Submission(number, vote.Id, vote.Choices, sentAt, world.Now, reply, answer.ToString(), receipt));
        if (reply == Reply.Refused)
            poll.CheckRefusal(answer, $"vote {vote.Id}");
        if (reply == Reply.Accepted && answer.Json.GetProperty("voteId").GetGuid() != vote.Id)
            world.Violate(Violations.UnexpectedAnswer, poll.Facts.Id, $"vote {vote.Id} was answered as {answer.Json.GetProperty("voteId")}.");
        return reply;
    }

    private async Task PauseAsync(int tries, CancellationToken stopped)
    {
        double draw;
        lock (random)
            draw = random.NextDouble();
        var most = Math.Min(1_500, 50 * Math.Pow(2, tries));
        await Task.Delay(TimeSpan.FromMilliseconds(most * (0.5 + (draw / 2))), stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
