namespace LiveTally.Tally;

/// <summary>A box and the ETag under which its head was read or written; no ETag when the head does not exist yet.</summary>
public sealed record LoadedBox(BoxState State, string? ETag);
