using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class Leasing
{
    [Fact]
    public void A_partition_has_one_owner_per_consumer_group()
    {
        var leases = new PartitionLeases();

        var lease = leases.TryAcquire("g", 0, "one");

        Assert.NotNull(lease);
        Assert.Null(leases.TryAcquire("g", 0, "two"));
        Assert.NotNull(leases.TryAcquire("g", 1, "two"));
        Assert.NotNull(leases.TryAcquire("h", 0, "two"));
        Assert.Equal(["one", "two"], leases.Held("g").OrderBy(l => l.Partition).Select(l => l.Owner));
    }

    [Fact]
    public void Who_was_stolen_from_learns_it_at_the_next_renewal()
    {
        var leases = new PartitionLeases();
        var old = leases.TryAcquire("g", 0, "one")!;
        Assert.True(leases.TryRenew(old));

        var stolen = leases.Steal("g", 0, "two");

        Assert.False(leases.TryRenew(old));
        Assert.True(leases.TryRenew(stolen));
        Assert.True(stolen.OwnerLevel > old.OwnerLevel);
        leases.Release(old);
        Assert.True(leases.TryRenew(stolen));
    }

    [Fact]
    public void A_released_lease_is_free_and_stays_dead()
    {
        var leases = new PartitionLeases();
        var first = leases.TryAcquire("g", 0, "one")!;
        leases.Release(first);
        Assert.False(leases.TryRenew(first));

        var second = leases.TryAcquire("g", 0, "one")!;

        leases.Release(first);
        Assert.False(leases.TryRenew(first));
        Assert.True(leases.TryRenew(second));
    }

    [Fact]
    public async Task Of_many_that_want_it_at_once_one_gets_it()
    {
        var leases = new PartitionLeases();

        var won = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => leases.TryAcquire("g", 0, $"{i}"))));
        var stolen = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => leases.Steal("g", 0, $"{i}"))));

        Assert.Single(won, l => l is not null);
        Assert.Single(stolen, leases.TryRenew);
    }
}
