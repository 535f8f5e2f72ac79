using LiveTally.Operations;

namespace LiveTally.DeadLetters;

/// <summary>Where a listing goes on: at a page of the store, behind a letter of it when the page was too large for one answer.</summary>
/// <param name="Marker">The store's marker of the page; null for the first.</param>
/// <param name="After">The last letter that was told of this page; null when none was.</param>
internal sealed record ListPosition(string? Marker, string? After)
{
    public static ListPosition Start { get; } = new(null, null);

    /// <summary>As <c>continuation</c>, opaque to the client.</summary>
    public string Encode() => Continuation.Encode($"{After}\n{Marker}");

    /// <summary>Null when the text did not come from <see cref="Encode"/>.</summary>
    public static ListPosition? Decode(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Start;
        if (Continuation.TryDecode(text)?.Split('\n') is not [var after, var marker])
            return null;
        if (after is not "" && !DeadLetterId.IsValid(after))
            return null;

        return new ListPosition(marker is "" ? null : marker, after is "" ? null : after);
    }
}
