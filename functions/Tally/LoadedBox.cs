namespace LiveTally.Tally;

/// <summary>A box and the ETag under which its head was read or written; no ETag when the head does not exist yet.</summary>
public sealed record LoadedBox(BoxState State, string? ETag);

/// <summary>The ETags that a commit gave to the box's head and to its new page.</summary>
public readonly record struct BoxETags(string Head, string Page);
