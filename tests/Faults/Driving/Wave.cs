using System.Collections.Immutable;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>Votes that a voter sends at the same time, and how long the voter waits before the next ones.</summary>
/// <param name="Votes">Which; the same one several times is as many concurrent copies.</param>
/// <param name="Then">The pause after all of them have been heard of.</param>
internal sealed record Wave(ImmutableArray<PlannedVote> Votes, TimeSpan Then);

/// <param name="Id">The vote's name.</param>
/// <param name="Choices">What is chosen.</param>
/// <param name="Persistent">Whether it is sent again until there is an answer.</param>
internal sealed record PlannedVote(Guid Id, ImmutableArray<int> Choices, bool Persistent = true);

/// <summary>What voters do: mostly one vote, and everything that people and bad networks do besides.</summary>
internal static class Plans
{
    public static ImmutableArray<Wave> Draw(PollFacts poll, DateTimeOffset now, Random random)
    {
        // Newer by name, not by the order in which they are sent: within the five minutes that a name may be ahead, and behind by more.
        PlannedVote Vote(int ahead, bool persistent = true) => new(
            Guid.CreateVersion7(now + TimeSpan.FromMilliseconds(ahead)), Choices(poll, random), persistent);
        Wave Alone(PlannedVote vote) => new([vote], TimeSpan.FromMilliseconds(random.Next(1_500)));

        var chance = random.NextDouble();
        if (chance < 0.45)
            return [Alone(Vote(0))];
        if (chance < 0.52)
            return [Alone(Vote(0, persistent: false))];

        var votes = Enumerable.Range(0, random.Next(2, 6)).Select(number => Vote((number * 1_000) + random.Next(1_000))).ToArray();
        if (chance < 0.62)
            return [.. votes.Select(Alone)];
        if (chance < 0.74)
        {
            random.Shuffle(votes);
            return [.. votes.Select(Alone), Alone(votes[0])];
        }

        if (chance < 0.86)
            return [new([.. Enumerable.Repeat(votes[0], random.Next(2, 5))], default), Alone(votes[0])];
        if (chance < 0.95)
            return [new([.. votes], TimeSpan.FromMilliseconds(random.Next(1_000))), Alone(votes[random.Next(votes.Length)])];

        // Stubborn: more votes than a box remembers of those that it does not count.
        return chance < 0.96
            ? [new([.. Enumerable.Range(0, 24).Select(number => Vote(number))], default)]
            : [Alone(Vote(0, persistent: false)), Alone(Vote(2_000)), Alone(Vote(-600_000))];
    }

    private static ImmutableArray<int> Choices(PollFacts poll, Random random)
    {
        var options = Enumerable.Range(0, poll.Options).ToArray();
        random.Shuffle(options);
        return [.. options.Take(poll.Kind is PollKind.Single or PollKind.Rating ? 1 : random.Next(1, poll.Options + 1))];
    }
}
