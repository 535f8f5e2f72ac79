using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class Checkpointing
{
    [Fact]
    public async Task A_checkpoint_is_kept_per_consumer_group_and_partition_and_survives_a_restart()
    {
        await using var test = new TestLog();
        await using (var log = test.Open())
        {
            Assert.Null(await log.Checkpoints.ReadAsync("$Default", 0));
            for (var i = 0; i <= 100; i++)
                await log.Checkpoints.WriteAsync("$Default", 0, i);
            await log.Checkpoints.WriteAsync("$Default", 3, 7);
            await log.Checkpoints.WriteAsync("tally-2", 0, 5);
            await AssertAsync(log.Checkpoints);
        }

        await AssertAsync(test.Open().Checkpoints);

        static async Task AssertAsync(CheckpointStore checkpoints)
        {
            Assert.Equal(100, await checkpoints.ReadAsync("$Default", 0));
            Assert.Null(await checkpoints.ReadAsync("$Default", 1));
            Assert.Equal(7, await checkpoints.ReadAsync("$Default", 3));
            Assert.Equal(5, await checkpoints.ReadAsync("tally-2", 0));
        }
    }

    [Fact]
    public async Task A_checkpoint_may_go_back()
    {
        await using var test = new TestLog();
        await using (var log = test.Open())
        {
            await log.Checkpoints.WriteAsync("g", 0, 50);
            await log.Checkpoints.WriteAsync("g", 0, 10);
        }

        Assert.Equal(10, await test.Open().Checkpoints.ReadAsync("g", 0));
    }

    [Fact]
    public async Task A_torn_checkpoint_leaves_the_one_before_it()
    {
        await using var test = new TestLog();
        var path = Path.Combine(test.Directory, "checkpoints", "g.checkpoints");
        await WriteAsync(41);
        var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await WriteAsync(42);
        var after = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Array.Resize(ref before, after.Length);
        var changed = Enumerable.Range(0, after.Length).Where(i => before[i] != after[i]).ToArray();
        Assert.NotEmpty(changed);

        for (var written = 0; written < changed.Length; written++)
        {
            var torn = (byte[])before.Clone();
            foreach (var i in changed.Take(written))
                torn[i] = after[i];
            await File.WriteAllBytesAsync(path, torn, TestContext.Current.CancellationToken);
            await using var log = test.Open();
            Assert.Equal(41, await log.Checkpoints.ReadAsync("g", 2));
        }

        async Task WriteAsync(long sequenceNumber)
        {
            await using var log = test.Open();
            await log.Checkpoints.WriteAsync("g", 2, sequenceNumber);
        }
    }

    [Fact]
    public async Task A_damaged_file_is_an_error_that_names_it()
    {
        await using var test = new TestLog();
        await using (var log = test.Open())
        {
            await log.Checkpoints.WriteAsync("g", 0, 1);
            await log.Checkpoints.WriteAsync("g", 0, 2);
        }

        var path = Path.Combine(test.Directory, "checkpoints", "g.checkpoints");
        await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)0xAB, 512)], TestContext.Current.CancellationToken);
        var checkpoints = test.Open().Checkpoints;

        var error = await Assert.ThrowsAsync<EventLogException>(async () => await checkpoints.ReadAsync("g", 0));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("$Other")]
    [InlineData("line\n")]
    public async Task A_name_that_no_consumer_group_can_have_is_refused(string consumerGroup)
    {
        await using var test = new TestLog();
        var checkpoints = test.Open().Checkpoints;

        await Assert.ThrowsAsync<ArgumentException>(async () => await checkpoints.WriteAsync(consumerGroup, 0, 1));
    }
}
