using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;

namespace LiveTally.Tests.EventHubs;

public sealed class FaultsOnDemand
{
    [Theory]
    [InlineData("votes")]
    [InlineData("1")]
    [InlineData(null)]
    public async Task An_append_that_is_to_fail_appends_nothing(string? on)
    {
        await using var test = With(new FaultRule { Kind = FaultKinds.LogFail, On = on, Times = 1 });
        var log = test.Open();

        var error = await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(1, "lost"));

        Assert.Equal(EventLogError.DiskRefused, error.Error);
        Assert.Equal(0, await log.AppendAsync(1, "next"));
        Assert.Equal(["next"], await log.BodiesAsync(1));
    }

    [Fact]
    public async Task An_append_whose_answer_is_lost_is_there()
    {
        await using var test = With(new FaultRule { Kind = FaultKinds.LogLostAnswer, Times = 1 });
        var log = test.Open();

        var error = await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(1, "there"));

        Assert.Equal(EventLogError.AnswerLost, error.Error);
        Assert.Equal(["there"], await log.BodiesAsync(1));
    }

    [Fact]
    public async Task A_fault_of_one_partition_spares_the_others()
    {
        await using var test = With(new FaultRule { Kind = FaultKinds.LogFail, On = "2" });
        var log = test.Open();

        Assert.Equal(0, await log.AppendAsync(1, "spared"));
        await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(2, "not"));
    }

    [Fact]
    public async Task A_damaged_checkpoint_file_is_found_by_the_check_at_the_start()
    {
        await using var test = new TestLog();
        await using (var log = test.Open())
            await log.Checkpoints.WriteAsync("g", 0, 1);
        var path = Path.Combine(test.Directory, "checkpoints", "g.checkpoints");
        await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)0xAB, 512)], TestContext.Current.CancellationToken);

        var error = Assert.Throws<EventLogException>(test.Open().Checkpoints.Check);

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_owners_checkpoint_never_takes_back_a_later_one()
    {
        await using var test = new TestLog();
        var checkpoints = test.Open().Checkpoints;
        await checkpoints.WriteAsync("g", 0, 10);

        await checkpoints.WriteIfLaterAsync("g", 0, 9);
        Assert.Equal(10, await checkpoints.ReadAsync("g", 0));
        await checkpoints.WriteIfLaterAsync("g", 0, 11);
        Assert.Equal(11, await checkpoints.ReadAsync("g", 0));
    }

    private static TestLog With(FaultRule rule)
    {
        var faults = new FaultInjector();
        faults.Use(1, [rule]);
        return new TestLog { Options = new() { DataDirectory = "", PartitionCount = 4, Faults = faults } };
    }
}
