namespace LiveTally.Tests.Faults.Checking;

/// <summary>All requests with one vote.</summary>
internal sealed class Vote
{
    public Vote(Guid id, IReadOnlyCollection<Submission> submissions, TimeSpan? closeAskedAt)
    {
        Id = id;
        Submissions = submissions;
        Voter = submissions.First().Voter;
        FirstSentAt = submissions.Min(submission => submission.SentAt);
        var answers = submissions.Where(submission => submission.Reply == Reply.Accepted).Select(submission => submission.AnsweredAt).ToArray();
        AcceptedAt = answers.Length == 0 ? null : answers.Min();
        MustNotBeRejected = AcceptedAt is { } accepted && (closeAskedAt is null || accepted < closeAskedAt);
    }

    public Guid Id { get; }

    public IReadOnlyCollection<Submission> Submissions { get; }

    public int Voter { get; }

    public TimeSpan FirstSentAt { get; }

    /// <summary>When its first 202 was there; null when it never had one.</summary>
    public TimeSpan? AcceptedAt { get; }

    /// <summary>It had its 202 before anybody asked for the poll to be closed.</summary>
    public bool MustNotBeRejected { get; }

    public bool IsAccepted => AcceptedAt is not null;

    /// <summary>Every request with it was answered 4xx.</summary>
    public bool IsRefused => Submissions.All(submission => submission.Reply == Reply.Refused);

    /// <summary>The order of UUIDs in RFC 9562: byte by byte as written.</summary>
    public static int Compare(Guid left, Guid right) => string.CompareOrdinal(left.ToString("N"), right.ToString("N"));

    public bool IsNewerThan(Guid other) => Compare(Id, other) > 0;
}
