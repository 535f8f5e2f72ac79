using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;

namespace LiveTally.Tests.EventHubs;

public sealed class FaultsOnDemand
{
    private readonly FaultInjector faults = new();

    [Fact]
    public async Task A_refused_append_appends_nothing()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", Faults = faults } };
        var log = test.Open();
        faults.Use(1, [new FaultRule { Kind = FaultKinds.LogFail, On = "votes", Times = 1 }]);

        var refused = await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(0, "a"));
        await log.AppendAsync(0, "b");

        Assert.Equal(EventLogError.DiskRefused, refused.Error);
        Assert.Equal(["b"], await log.BodiesAsync(0));
    }

    [Fact]
    public async Task An_append_whose_answer_is_lost_is_there()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", Faults = faults } };
        var log = test.Open();
        faults.Use(1, [new FaultRule { Kind = FaultKinds.LogLostAnswer, Times = 1 }]);

        await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(0, "a"));

        Assert.Equal(["a"], await log.BodiesAsync(0));
    }

    [Fact]
    public async Task A_delayed_append_keeps_what_it_was_given()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", Faults = faults } };
        var log = test.Open();
        faults.Use(1, [new FaultRule { Kind = FaultKinds.LogDelay, Amount = 50, Times = 1 }]);
        var memory = "abc"u8.ToArray();

        var append = log.AppendAsync(0, [memory], TestContext.Current.CancellationToken);
        memory[0] = (byte)'x';
        var during = await log.BodiesAsync(0);
        await append;

        Assert.Empty(during);
        Assert.Equal(["abc"], await log.BodiesAsync(0));
    }

    [Fact]
    public async Task A_rule_for_another_hub_is_not_for_this_one()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", Faults = faults } };
        faults.Use(1, [new FaultRule { Kind = FaultKinds.LogFail, On = "others" }]);

        await test.Open().AppendAsync(0, "a");

        Assert.Empty(faults.Counts);
    }
}
