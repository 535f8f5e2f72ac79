using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveTally.Tests.Unit.Storage;

public sealed class CompactingJournals(LocalDatabase local) : IClassFixture<LocalDatabase>
{
    private const int Votes = 200;

    private static readonly OptionsWrapper<TallyOptions> Tally = new(new TallyOptions());

    [Fact]
    public async Task A_box_that_gets_its_votes_one_by_one_has_few_pages()
    {
        var poll = await local.AddPollAsync();
        using var owner = NewOwner();

        for (var vote = 0; vote < Votes; vote++)
            await owner.AddAsync(poll, 0, Boxes.Partition, [Boxes.Vote(vote, vote, vote, 0)], default);

        await AssertWholeAsync(poll, mostPages: (Votes / SmallPages.WorthCompacting) + SmallPages.WorthCompacting);
    }

    [Fact]
    public async Task An_owner_that_has_just_read_the_box_goes_on_where_another_left_off()
    {
        var poll = await local.AddPollAsync();
        var vote = 0;
        while (vote < Votes)
        {
            using var owner = NewOwner();
            for (var some = 0; some < 25; some++, vote++)
                await owner.AddAsync(poll, 0, Boxes.Partition, [Boxes.Vote(vote, vote, vote, 0)], default);
        }

        await AssertWholeAsync(poll, mostPages: (Votes / SmallPages.WorthCompacting) + SmallPages.WorthCompacting);
    }

    [Fact]
    public async Task Owners_that_compact_under_each_others_hands_leave_the_journal_whole()
    {
        var poll = await local.AddPollAsync();
        using var one = NewOwner();
        using var other = NewOwner();
        BallotBoxes[] owners = [one, other];

        await Task.WhenAll(owners.Select(async (owner, number) =>
        {
            for (var vote = number; vote < Votes; vote += owners.Length)
                await owner.AddAsync(poll, 0, Boxes.Partition, [Boxes.Vote(vote, vote, vote, 0)], default);
        }));

        await AssertWholeAsync(poll, mostPages: Votes / 2);
    }

    private BallotBoxes NewOwner() => new(local.Boxes, new BoxCache(Tally), Tally, TimeProvider.System, NullLogger<BallotBoxes>.Instance);

    private async Task AssertWholeAsync(Poll poll, int mostPages)
    {
        var box = await local.Boxes.LoadAsync(poll, 0, default);
        var pages = (await LocalDatabase.ReadAsync(local.Database.Boxes, TallyDatabase.BoxKey(poll.Id, 0))).Keys.Where(id => id.StartsWith('p')).ToArray();

        Assert.Equal((Votes, Votes), (box.State.Head.Entries, box.State.Head.Ballots));
        Assert.Equal(Votes, box.State.Voters.Count);
        Assert.InRange(pages.Length, 1, mostPages);
    }
}
