namespace LiveTally.Tally;

/// <summary>What an entry of the journal says became of a vote, or which marker it is. The numbers are part of the journal's format.</summary>
public enum JournalOutcome
{
    /// <summary>It is the voter's ballot, until a later entry of the voter counts.</summary>
    Counted = 0,

    /// <summary>The voter had already changed it when it came.</summary>
    Superseded = 1,

    /// <summary>The voter's earlier vote stands.</summary>
    Duplicate = 2,

    /// <summary>It was accepted after the poll had closed.</summary>
    RejectedClosed = 3,

    /// <summary>Its choices are no ballot of the poll.</summary>
    RejectedInvalidChoice = 4,

    /// <summary>Not a vote: the poll closed.</summary>
    Closed = 6,

    /// <summary>Not a vote: the box was sealed; the last entry of its journal.</summary>
    Sealed = 7,
}
