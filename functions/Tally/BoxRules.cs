namespace LiveTally.Tally;

/// <summary>What a ballot box needs to know of its poll.</summary>
/// <param name="Options">Number of options.</param>
/// <param name="MaxChoices">Most choices a ballot may have.</param>
/// <param name="AllowChange">Whether a later vote of the same voter replaces an earlier one.</param>
/// <param name="ClosedAt">A vote accepted after it does not count; null while the poll is open.</param>
public readonly record struct BoxRules(int Options, int MaxChoices, bool AllowChange, DateTimeOffset? ClosedAt)
{
    /// <summary>Whether these choices make a ballot: 1 to <see cref="MaxChoices"/> distinct options of the poll.</summary>
    public bool Accept(ReadOnlySpan<byte> choices)
    {
        if (choices.IsEmpty || choices.Length > MaxChoices)
            return false;

        for (var i = 0; i < choices.Length; i++)
        {
            if (choices[i] >= Options || choices[..i].Contains(choices[i]))
                return false;
        }

        return true;
    }
}
