using System.Collections.Concurrent;

namespace LiveTally.Local.EventHubs;

/// <summary>The right to read a partition for a consumer group.</summary>
/// <param name="ConsumerGroup">The group.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Owner">Who reads, for people to see.</param>
/// <param name="OwnerLevel">Of two owners the one with the higher level is right. Never given twice.</param>
public sealed record PartitionLease(string ConsumerGroup, int Partition, string Owner, long OwnerLevel);

/// <summary>
/// Who owns which partition, within this process. As with Event Hubs a stolen lease is not called back: the old owner learns of it when it
/// asks next, and until then two owners read the same partition.
/// </summary>
public sealed class PartitionLeases
{
    private readonly ConcurrentDictionary<(string ConsumerGroup, int Partition), PartitionLease> held = new();
    private long lastOwnerLevel;

    /// <summary>Takes a lease that nobody holds; <see langword="null"/> if somebody does.</summary>
    public PartitionLease? TryAcquire(string consumerGroup, int partition, string owner)
    {
        var lease = NewLease(consumerGroup, partition, owner);
        return held.TryAdd((consumerGroup, partition), lease) ? lease : null;
    }

    /// <summary>Takes a lease from whoever holds it, with a higher owner level.</summary>
    public PartitionLease Steal(string consumerGroup, int partition, string owner) => held.AddOrUpdate(
        (consumerGroup, partition),
        _ => NewLease(consumerGroup, partition, owner),
        (_, _) => NewLease(consumerGroup, partition, owner));

    /// <summary>Whether the lease still holds; false once it was stolen or released. Ask before each read.</summary>
    public bool TryRenew(PartitionLease lease) =>
        held.TryGetValue((lease.ConsumerGroup, lease.Partition), out var current) && current == lease;

    /// <summary>Gives the lease back; does nothing if it was stolen.</summary>
    public void Release(PartitionLease lease) =>
        held.TryRemove(KeyValuePair.Create((lease.ConsumerGroup, lease.Partition), lease));

    /// <summary>The leases of a group that are held now, in no order.</summary>
    public IReadOnlyCollection<PartitionLease> Held(string consumerGroup) =>
        [.. held.Values.Where(l => l.ConsumerGroup == consumerGroup)];

    private PartitionLease NewLease(string consumerGroup, int partition, string owner) =>
        new(consumerGroup, partition, owner, Interlocked.Increment(ref lastOwnerLevel));
}
