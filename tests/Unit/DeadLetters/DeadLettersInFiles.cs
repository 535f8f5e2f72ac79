using LiveTally.DeadLetters;
using LiveTally.Local.Functions;
using LiveTally.Targets;

namespace LiveTally.Tests.Unit.DeadLetters;

public sealed class DeadLettersInFiles : KeepingDeadLetters, IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("livetally-");

    private string Folder => Path.Combine(_data.FullName, "deadletters");

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_gone_after_the_start_and_was_never_a_letter()
    {
        var store = Store();
        await store.ParkAsync(Letter(0, 1, 7), default);
        var half = Path.Combine(Folder, "0000-00000000000000000002.json.0193.partial");
        await File.WriteAllTextAsync(half, "{\"id\":\"00");
        Assert.Single(await AllAsync(store));

        await Store().StartAsync(default);

        Assert.False(File.Exists(half));
        Assert.Single(await AllAsync(Store()));
    }

    [Fact]
    public async Task Other_files_in_the_folder_are_no_letters()
    {
        var store = Store();
        await store.ParkAsync(Letter(0, 1, 7), default);
        await File.WriteAllTextAsync(Path.Combine(Folder, "notes.json"), "{}");

        Assert.Single(await AllAsync(store));
    }

    [Fact]
    public async Task A_letter_that_somebody_has_damaged_says_so_and_can_be_deleted()
    {
        var store = Store();
        await store.ParkAsync(Letter(4, 17, 7), default);
        var id = Assert.Single(await AllAsync(store)).Id;
        await File.WriteAllBytesAsync(Path.Combine(Folder, id + ".json"), "{\"id\":"u8.ToArray());

        var letter = await store.FindAsync(id, default);

        Assert.Equal((id, 4, 17L), (letter!.Id, letter.Partition, letter.SequenceNumber));
        Assert.StartsWith("The dead letter itself is damaged", letter.Reason, StringComparison.Ordinal);
        Assert.Equal("{\"id\":"u8.ToArray(), letter.Body);
        Assert.True(await store.DeleteAsync(id, default));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_fault_of_the_store_and_leaves_nothing_half()
    {
        await File.WriteAllTextAsync(Folder, "a file, not a folder");

        await Assert.ThrowsAsync<DeadLetterStoreException>(() => Store().ParkAsync(Letter(0, 1, 7), default));
        await Assert.ThrowsAsync<DeadLetterStoreException>(() => Store().StartAsync(default));
    }

    [Fact]
    public async Task A_marker_that_this_store_never_gave_out_is_refused() => Assert.Null(await Store().ListAsync("../x", 100, default));

    public void Dispose() => _data.Delete(recursive: true);

    protected override ValueTask<IDeadLetterStore> EmptyAsync() => ValueTask.FromResult<IDeadLetterStore>(Store());

    private DeadLetterFiles Store() => new(new LocalHostOptions { DataDirectory = _data.FullName });
}
