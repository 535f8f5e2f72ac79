using System.Text.Json;
using LiveTally.Polls;
using LiveTally.Results;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveTally.Tests.Unit.Storage;

public sealed class DeletingPolls(LocalDatabase local) : IClassFixture<LocalDatabase>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly OptionsWrapper<TallyOptions> Tally = new(new TallyOptions());

    [Fact]
    public async Task A_commit_that_was_decided_before_the_delete_is_refused_and_leaves_nothing()
    {
        var poll = await local.AddPollAsync();
        var (voted, empty) = (await VoteAsync(poll, 0, voter: 1), await local.Boxes.LoadAsync(poll, 1, default));

        await DeleteAsync(poll);

        foreach (var box in new[] { voted, empty })
        {
            var change = BallotBox.Apply(box.State, poll.BoxRules, 7, [Boxes.Vote(9, 9, 9, 0)])!;
            Assert.Null(await local.Boxes.CommitAsync(box, change, default));
        }

        await Assert.ThrowsAsync<PollDeletedException>(() => local.Boxes.LoadAsync(poll, 0, default));
        for (var box = 0; box < poll.Boxes; box++)
            Assert.Equal(["head"], (await LocalDatabase.ReadAsync(local.Database.Boxes, Operations.TallyDatabase.BoxKey(poll.Id, box))).Keys);
    }

    [Fact]
    public async Task An_owner_that_has_the_box_in_memory_meets_the_tombstone()
    {
        var poll = await local.AddPollAsync();
        using var owner = new BallotBoxes(local.Boxes, new BoxCache(Tally), Tally, TimeProvider.System, NullLogger<BallotBoxes>.Instance);
        await owner.AddAsync(poll, 0, 7, [Boxes.Vote(0, 1, 1, 0)], default);

        await DeleteAsync(poll);

        await Assert.ThrowsAsync<PollDeletedException>(() => owner.AddAsync(poll, 0, 7, [Boxes.Vote(1, 2, 2, 0)], default));
    }

    [Fact]
    public async Task A_merge_that_was_begun_before_the_delete_brings_no_results_back()
    {
        var poll = await local.AddPollAsync();
        var results = new ResultsStore(local.Database, TimeProvider.System);
        await results.MergeAsync(poll, [KeyValuePair.Create(0, new BoxTally(1, 1, [1, 0]))], default);
        Assert.Equal(["current", "timeline"], (await LocalDatabase.ReadAsync(local.Database.Results, new PartitionKey(poll.Id))).Keys.Order());

        await DeleteAsync(poll);

        Assert.False(await results.MergeAsync(poll, [KeyValuePair.Create(0, new BoxTally(2, 2, [2, 0]))], default));
        await Assert.ThrowsAsync<PollDeletedException>(() => results.ReadAsync(poll, default));
        var left = Assert.Single(await LocalDatabase.ReadAsync(local.Database.Results, new PartitionKey(poll.Id)));
        Assert.Equal(("current", 8 * 24 * 60 * 60), (left.Key, left.Value.GetProperty("ttl").GetInt32()));
    }

    [Fact]
    public async Task A_purge_deletes_many_pages_and_may_be_repeated_by_several_at_the_same_time()
    {
        var poll = await local.AddPollAsync(expectedVoters: 1);
        var box = await local.Boxes.LoadAsync(poll, 0, default);
        for (var voter = 0; voter < 60; voter++)
        {
            var change = BallotBox.Apply(box.State, poll.BoxRules, 7, [Boxes.Vote(voter, voter, voter, 0)])!;
            box = box with { ETag = (await local.Boxes.CommitAsync(box, change, default))?.Head };
            box.State.Fold(change);
        }

        await Task.WhenAll(DeleteAsync(poll), DeleteAsync(poll), DeleteAsync(poll));
        await DeleteAsync(poll);

        Assert.Equal(["head"], (await LocalDatabase.ReadAsync(local.Database.Boxes, Operations.TallyDatabase.BoxKey(poll.Id, 0))).Keys);
    }

    [Fact]
    public async Task Votes_of_a_deleted_poll_are_discarded_and_those_of_no_poll_parked()
    {
        var parked = new Parked();
        using var boxes = new BallotBoxes(local.Boxes, new BoxCache(Tally), Tally, TimeProvider.System, NullLogger<BallotBoxes>.Instance);
        var instance = local.NewPollCache();
        var aggregate = new AggregateVotes(instance, boxes, parked, new LogLag(new NoLog(), TimeProvider.System, NullLogger<LogLag>.Instance), TimeProvider.System, NullLogger<AggregateVotes>.Instance);

        // Purged while this instance still has the poll in its cache, which a busy machine may not manage at once; then known to be deleted.
        Poll poll;
        var tries = 0;
        do
        {
            poll = await local.AddPollAsync(expectedVoters: 1);
            await AggregateAsync(aggregate, poll.Id, 0);
            await instance.InvalidateAsync(poll.Id, default);
            Assert.NotNull(await instance.GetPublicAsync(poll.Id, default));
            await local.WriteAsync(poll.Tombstone(Now) with { ETag = poll.ETag });
            await DeleteAsync(poll);
        }
        while (await instance.GetPublicAsync(poll.Id, default) is null && ++tries < 10);
        Assert.NotNull(await instance.GetPublicAsync(poll.Id, default));
        await AggregateAsync(aggregate, poll.Id, 1);
        await instance.InvalidateAsync(poll.Id, default);
        await AggregateAsync(aggregate, poll.Id, 2);
        await AggregateAsync(aggregate, "aaaaaaaa", 3);

        Assert.Equal(["There is no poll aaaaaaaa."], parked.Reasons);
        Assert.Equal(["head"], (await LocalDatabase.ReadAsync(local.Database.Boxes, Operations.TallyDatabase.BoxKey(poll.Id, 0))).Keys);
    }

    [Fact]
    public async Task A_tombstone_is_a_poll_to_nobody_but_those_who_ask_for_it()
    {
        var poll = await local.AddPollAsync();
        await local.WriteAsync(poll.Tombstone(Now) with { ETag = poll.ETag });
        var polls = local.NewPollCache();

        Assert.Null(await polls.GetPublicAsync(poll.Id, default));
        Assert.Null(await polls.FindAsync(poll.Id, default));
        Assert.Null(await polls.ReadAsync(poll.Id, default));
        Assert.Equal(PollState.Deleted, (await polls.FindOrTombstoneAsync(poll.Id, default))!.State);
    }

    [Fact]
    public async Task Votes_are_not_decided_by_the_rules_of_a_draft_that_was_cached_before_it_changed()
    {
        var draft = await local.AddPollAsync(PollState.Draft);
        var polls = local.NewPollCache();
        Assert.Null(await polls.GetPublicAsync(draft.Id, default));

        await local.WriteAsync(draft with { State = PollState.Open, Options = ["a", "b", "c"] });

        Assert.Equal(3, (await polls.FindAsync(draft.Id, default))!.Options.Length);
    }

    [Fact]
    public async Task Documents_expire_also_in_a_database_that_was_made_before_there_were_tombstones()
    {
        var polls = (await local.Database.Polls.ReadContainerAsync()).Resource;
        polls.DefaultTimeToLive = null;
        await local.Database.Polls.ReplaceContainerAsync(polls);

        await local.Database.CreateIfMissingAsync(default);

        Assert.Equal(-1, (await local.Database.Polls.ReadContainerAsync()).Resource.DefaultTimeToLive);
    }

    private Task DeleteAsync(Poll poll) => local.NewRemains().DeleteAsync(poll.Tombstone(Now), default);

    private async Task<LoadedBox> VoteAsync(Poll poll, int box, int voter)
    {
        var loaded = await local.Boxes.LoadAsync(poll, box, default);
        var change = BallotBox.Apply(loaded.State, poll.BoxRules, 7, [Boxes.Vote(voter, voter, voter, 0)])!;
        Assert.NotNull(await local.Boxes.CommitAsync(loaded, change, default));
        return await local.Boxes.LoadAsync(poll, box, default);
    }

    private static Task AggregateAsync(AggregateVotes aggregate, string pollId, int voter) => aggregate.Run(
        [LogEvents.Encode(pollId, 0, Boxes.Key(voter), Boxes.Id(voter), [0], Now)],
        [voter],
        JsonDocument.Parse("""{"PartitionId":"7"}""").RootElement,
        default);

    private sealed class NoLog : IVoteLogEnds
    {
        public TimeSpan Interval => TimeSpan.FromHours(1);

        public ValueTask<long> LastSequenceNumberAsync(int partition, CancellationToken cancellationToken) => new(-1);
    }

    private sealed class Parked : IDeadLetters
    {
        public List<string> Reasons { get; } = [];

        public Task ParkAsync(DeadLetter letter, CancellationToken cancellationToken)
        {
            Reasons.Add(letter.Reason);
            return Task.CompletedTask;
        }
    }
}
