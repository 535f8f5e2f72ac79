using System.Globalization;
using LiveTally.DeadLetters;
using LiveTally.Tally;

namespace LiveTally.Tests.Unit.DeadLetters;

/// <summary>What every store of dead letters does; tests/Azurite holds blobs to the same.</summary>
public abstract class KeepingDeadLetters
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A store with no letters in it.</summary>
    protected abstract ValueTask<IDeadLetterStore> EmptyAsync();

    [Fact]
    public async Task A_letter_is_kept_whole_and_found_by_its_id()
    {
        var store = await EmptyAsync();
        await store.ParkAsync(Letter(3, 42, 0, 255, 1), default);

        var kept = Assert.Single(await AllAsync(store));
        var found = await store.FindAsync(kept.Id, default);

        Assert.NotNull(found);
        Assert.Equal((kept.Id, 3, 42L, "It is poison.", Noon), (found.Id, found.Partition, found.SequenceNumber, found.Reason, found.ParkedAt));
        Assert.Equal([0, 255, 1], found.Body);
        Assert.InRange(kept.Bytes, 100, 1_000);
    }

    [Fact]
    public async Task Keeping_it_twice_is_keeping_it_once()
    {
        var store = await EmptyAsync();
        await store.ParkAsync(Letter(0, 1, 7), default);
        await store.ParkAsync(Letter(0, 1, 7) with { Reason = "It still is.", ParkedAt = Noon.AddHours(1) }, default);

        var kept = Assert.Single(await AllAsync(store));
        Assert.Equal("It still is.", (await store.FindAsync(kept.Id, default))!.Reason);
    }

    [Fact]
    public async Task Another_event_at_the_same_place_of_a_log_that_was_made_anew_is_another_letter()
    {
        var store = await EmptyAsync();
        await store.ParkAsync(Letter(0, 1, 7), default);
        await store.ParkAsync(Letter(0, 1, 8), default);

        var bodies = (await AllAsync(store)).Select(letter => store.FindAsync(letter.Id, default));
        Assert.Equal([7, 8], (await Task.WhenAll(bodies)).Select(letter => (int)letter!.Body.Single()).Order());
    }

    [Fact]
    public async Task Letters_are_listed_in_pages_by_partition_and_sequence_number_each_once()
    {
        var store = await EmptyAsync();
        (int Partition, int SequenceNumber)[] places = [(0, 0), (0, 9), (0, 10), (0, 100), (2, 3), (2, 4), (2, 5), (11, 1), (31, 0), (31, 12)];
        foreach (var (partition, sequenceNumber) in places.OrderBy(place => place.SequenceNumber * 7 % 5))
            await store.ParkAsync(Letter(partition, sequenceNumber, 1), default);

        var pages = await PagesAsync(store, 3);

        Assert.Equal([3, 3, 3, 1], pages.Select(page => page.Letters.Count));
        Assert.Equal(places, pages.SelectMany(page => page.Letters).Select(letter => Place(letter.Id)));
    }

    [Fact]
    public async Task A_letter_that_is_deleted_between_two_pages_makes_none_be_left_out()
    {
        var store = await EmptyAsync();
        for (var i = 0; i < 9; i++)
            await store.ParkAsync(Letter(0, i, 1), default);

        var first = await store.ListAsync(null, 4, default);
        foreach (var letter in first!.Letters)
            await store.DeleteAsync(letter.Id, default);
        var rest = await store.ListAsync(first.Next, 100, default);

        Assert.Equal([4, 5, 6, 7, 8], rest!.Letters.Select(letter => Place(letter.Id).SequenceNumber));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task A_letter_is_deleted_once()
    {
        var store = await EmptyAsync();
        await store.ParkAsync(Letter(0, 1, 7), default);
        var id = Assert.Single(await AllAsync(store)).Id;

        Assert.True(await store.DeleteAsync(id, default));
        Assert.False(await store.DeleteAsync(id, default));
        Assert.Null(await store.FindAsync(id, default));
        Assert.Empty(await AllAsync(store));
    }

    [Fact]
    public async Task An_empty_store_has_one_empty_page()
    {
        var page = await (await EmptyAsync()).ListAsync(null, 100, default);

        Assert.Empty(page!.Letters);
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../admin-key")]
    [InlineData("/etc/passwd")]
    [InlineData("0000-00000000000000000001/../../admin-key")]
    [InlineData("0000-00000000000000000001.json")]
    [InlineData("0000-00000000000000000001\n")]
    [InlineData("0000-99999999999999999999")]
    [InlineData("٠٠٠٠-00000000000000000001")]
    public async Task Text_that_is_no_id_names_no_letter(string text)
    {
        var store = await EmptyAsync();

        Assert.Null(await store.FindAsync(text, default));
        Assert.False(await store.DeleteAsync(text, default));
    }

    protected static DeadLetter Letter(int partition, long sequenceNumber, params byte[] body) =>
        new($"{partition:D4}-{sequenceNumber:D20}", partition, sequenceNumber, "It is poison.", Noon, body);

    protected static async Task<IReadOnlyList<KeptLetter>> AllAsync(IDeadLetterStore store) =>
        [.. (await PagesAsync(store, 100)).SelectMany(page => page.Letters)];

    private static async Task<IReadOnlyList<KeptLetters>> PagesAsync(IDeadLetterStore store, int count)
    {
        var pages = new List<KeptLetters>();
        for (string? marker = null; pages.Count == 0 || marker is not null; marker = pages[^1].Next)
            pages.Add((await store.ListAsync(marker, count, default))!);
        return pages;
    }

    private static (int Partition, int SequenceNumber) Place(string id) => (int.Parse(id.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(id.AsSpan(5, 20), CultureInfo.InvariantCulture));
}
