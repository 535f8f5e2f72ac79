using System.Collections.Concurrent;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>One poll from its creation to its final result, its voters and its watchers.</summary>
internal sealed class PollRun(World world, PollFacts facts)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentQueue<Submission> _submissions = new();
    private readonly List<Tally> _polled = [];
    private readonly List<Watcher> _watchers = [];
    private int _voters;

    public PollFacts Facts => facts;

    public IReadOnlyCollection<Submission> Submissions => _submissions;

    /// <summary>Voter → token.</summary>
    public ConcurrentDictionary<int, string> Tokens { get; } = new();

    public IReadOnlyList<Watcher> Watchers => _watchers;

    public TimeSpan? CloseAskedAt { get; private set; }

    public TimeSpan? LastSeenNotFinalAt { get; private set; }

    public TimeSpan? FinalSeenAt { get; private set; }

    public Tally? FirstFinal { get; private set; }

    /// <summary>The last tally that was seen over HTTP.</summary>
    public Tally? Last { get; private set; }

    public WatcherHistory Polled => new("HTTP", [.. _polled], null);

    public static async Task<PollRun?> OpenAsync(World world, PollFacts wish, CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            // An answer that is lost leaves a draft behind, which does no harm.
            var created = await world.Api.SendAsync(HttpMethod.Post, "/api/polls", new
            {
                question = "Which?",
                options = Enumerable.Range(0, wish.Options).Select(option => $"option {option}"),
                kind = wish.Kind.ToString().ToLowerInvariant(),
                allowChange = wish.AllowChange,
                expectedVoters = wish.Boxes * 2_000,
            }, asAdmin: true);
            if (created.Status == 201)
                return await OpenAsync(world, wish with { Id = created.Json.GetProperty("id").GetString()!, Boxes = created.Json.GetProperty("boxes").GetInt32() });
            if (created.Status is >= 400 and < 500 and not 429)
            {
                world.ViolateOnce(Violations.UnexpectedAnswer, $"a poll of the kind {wish.Kind} cannot be created: {created}.");
                return null;
            }

            await Task.Delay(300, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    public void Add(Submission submission)
    {
        _submissions.Enqueue(submission);
        world.Recorder.Note("vote", submission.SentAt, new { poll = facts.Id, submission });
    }

    /// <summary>Complains about a 4xx that a valid request must not get.</summary>
    public void CheckRefusal(Answer answer, string of)
    {
        if (answer.ToString() != "409 pollClosed" || CloseAskedAt is null)
            world.Violate(Violations.UnexpectedAnswer, facts.Id, $"{of} was answered {answer}{(CloseAskedAt is null ? "" : $", after closing was asked for at {CloseAskedAt}")}.");
    }

    /// <summary>Voters come until <paramref name="until"/>, in parallel with each other; returns when all have come.</summary>
    public async Task ReceiveAsync(double perSecond, Random random, ConcurrentBag<Task> voters, CancellationToken until, CancellationToken stopped)
    {
        var started = world.Now;
        for (var arrived = 0; !until.IsCancellationRequested; arrived++)
        {
            // After a pause of this process they do not all come at once.
            var due = TimeSpan.FromSeconds(arrived / perSecond) - (world.Now - started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var number = Interlocked.Increment(ref _voters);
            var own = new Random(random.Next());
            voters.Add(new Voter(world, this, number, own).LiveAsync(Plans.Draw(facts, TimeProvider.System.GetUtcNow(), own), stopped));
        }
    }

    public void Watch(int watchers)
    {
        for (var number = 0; number < watchers; number++)
            _watchers.Add(new Watcher(world, facts.Id, $"screen {number}"));
    }

    /// <summary>Looks at the results now and then until they are final.</summary>
    public async Task PollAsync(CancellationToken stopped)
    {
        while (FinalSeenAt is null && !stopped.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(PollInterval, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The results over HTTP; null when there was no answer.</summary>
    public async Task<Tally?> LookAsync()
    {
        var sentAt = world.Now;
        var answer = await world.Api.GetAsync($"/api/polls/{facts.Id}/results");
        if (answer.Status is >= 400 and < 500 and not 429)
            world.Violate(Violations.UnexpectedAnswer, facts.Id, $"the results were answered {answer}.");
        if (answer.Status != 200)
            return null;

        var tally = Contract.Tally(answer.Json);
        lock (_polled)
        {
            Last = tally;
            _polled.Add(tally);
            if (tally.State != "final")
            {
                LastSeenNotFinalAt = sentAt;
            }
            else if (FinalSeenAt is null)
            {
                FinalSeenAt = world.Now;
                FirstFinal = tally;
                world.Did("poll.final", new { poll = facts.Id, tally });
            }
        }

        return tally;
    }

    /// <summary>Asks for the poll to be closed until that is answered.</summary>
    public async Task CloseAsync(CancellationToken stopped)
    {
        CloseAskedAt ??= world.Now;
        world.Did("poll.close", new { poll = facts.Id });
        while (true)
        {
            var closed = await world.Api.SendAsync(HttpMethod.Post, $"/api/polls/{facts.Id}/close", asAdmin: true);
            if (closed.Status is >= 400 and < 500 and not 429)
                world.Violate(Violations.UnexpectedAnswer, facts.Id, $"closing was answered {closed}.");
            if (closed.Status is >= 200 and < 500 and not 429 || stopped.IsCancellationRequested)
                return;
            await Task.Delay(300, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Votes of voters who hold a token, when nothing may be accepted any more.</summary>
    public async Task VoteLateAsync(Random random, CancellationToken stopped)
    {
        foreach (var (number, token) in Tokens.Take(5))
        {
            var voter = new Voter(world, this, number, random) { Token = token };
            await voter.SendAsync(Plans.Draw(facts, TimeProvider.System.GetUtcNow(), random)[0].Votes[0], stopped);
        }
    }

    private static async Task<PollRun> OpenAsync(World world, PollFacts facts)
    {
        var poll = new PollRun(world, facts);
        while ((await world.Api.SendAsync(HttpMethod.Post, $"/api/polls/{facts.Id}/open", asAdmin: true)) is { Status: not 202 } answer)
        {
            if (answer.Status is >= 400 and < 500 and not 429)
                world.Violate(Violations.UnexpectedAnswer, facts.Id, $"opening was answered {answer}.");
            await Task.Delay(300);
        }

        world.Polls.Enqueue(poll);
        world.Did("poll.open", facts);
        return poll;
    }
}
