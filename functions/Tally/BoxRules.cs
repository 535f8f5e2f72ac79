using LiveTally.Polls;

namespace LiveTally.Tally;

/// <summary>What a ballot box needs to know of its poll.</summary>
/// <param name="Kind">What a ballot says.</param>
/// <param name="Options">Number of options.</param>
/// <param name="MaxChoices">Most choices a ballot may have.</param>
/// <param name="AllowChange">Whether a later vote of the same voter replaces an earlier one.</param>
public readonly record struct BoxRules(PollKind Kind, int Options, int MaxChoices, bool AllowChange)
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

    /// <summary>
    /// What a choice at this place of the ballot adds to its option's count: 1; in a ranking Borda points, as many as there are options for the
    /// first place and one less for each further one, so that being ranked last is worth more than not being ranked.
    /// </summary>
    public int PointsAt(int place) => Kind == PollKind.Ranking ? Options - place : 1;
}
