using LiveTally.Tally;

namespace LiveTally.DeadLetters;

/// <summary>
/// Dead letters that are kept, for those who look after them. An id is told by <see cref="DeadLetterId"/>; what is not one names no letter.
/// Any failure of the store is a <see cref="DeadLetterStoreException"/>.
/// </summary>
public interface IDeadLetterStore : IDeadLetters
{
    /// <summary>Up to <paramref name="count"/> letters, ordered by id, from a marker of an earlier page on.</summary>
    /// <returns>Null when the marker is none that this store gives out.</returns>
    /// <exception cref="DeadLetterStoreException">The store does not answer.</exception>
    Task<KeptLetters?> ListAsync(string? marker, int count, CancellationToken cancellationToken);

    /// <summary>The letter, or null when there is none.</summary>
    /// <exception cref="DeadLetterStoreException">The store does not answer.</exception>
    Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes the letter for good; false when there is none.</summary>
    /// <exception cref="DeadLetterStoreException">The store does not answer; the letter may or may not be there.</exception>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A page of a store's letters, without what is in them.</summary>
/// <param name="Letters">Ordered by id; may be empty before the end.</param>
/// <param name="Next">Marker of the next page; null on the last.</param>
public sealed record KeptLetters(IReadOnlyList<KeptLetter> Letters, string? Next);

/// <summary>A letter as its store knows it from the outside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Bytes">What it takes in the store.</param>
public readonly record struct KeptLetter(string Id, long Bytes);
