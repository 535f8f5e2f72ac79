namespace LiveTally.Tests.Faults.Driving;

/// <summary>Draws rules so that every kind has its turn before one comes again.</summary>
internal static class FaultDeck
{
    public const string ClockStep = "clock.step";

    private static readonly string[] Containers = ["boxes", "results", "polls"];

    private static readonly string[] Kinds =
    [
        "cosmos.throttle", "cosmos.unavailable", "cosmos.retryWith", "cosmos.delay", "cosmos.cut", "cosmos.lostAnswer", "cosmos.staleOwner",
        "log.fail", "log.lostAnswer", "log.delay",
        "trigger.redeliver", "trigger.steal",
        "feed.duplicate", "feed.delay",
        "signalr.fail",
        ClockStep,
    ];

    public static Rule Draw(Queue<string> deck, Random random)
    {
        if (deck.Count == 0)
        {
            // Those that make two owners or old news are what exactly-once stands against: they come more often.
            string[] kinds = [.. Kinds, "trigger.redeliver", "trigger.steal", "feed.duplicate", "cosmos.staleOwner", "cosmos.lostAnswer"];
            random.Shuffle(kinds);
            foreach (var kind in kinds)
                deck.Enqueue(kind);
        }

        var next = deck.Dequeue();
        var often = 0.05 + (0.4 * random.NextDouble());
        return next switch
        {
            "cosmos.throttle" => new(next, Containers[random.Next(3)], often, random.Next(1, 200)),
            "cosmos.delay" => new(next, Containers[random.Next(3)], often, random.Next(1, 800)),
            _ when next.StartsWith("cosmos.", StringComparison.Ordinal) => new(next, Containers[random.Next(3)], often, 0),
            "log.delay" => new(next, "votes", often, random.Next(1, 1_000)),
            "log.fail" or "log.lostAnswer" => new(next, "votes", often, 0),
            "trigger.redeliver" => new(next, "AggregateVotes", often, random.Next(1, 400)),
            "trigger.steal" => new(next, "AggregateVotes", often, random.Next(100, 3_000)),
            "feed.duplicate" => new(next, random.Next(3) switch { 0 => "PushResults", 1 => null, _ => "PublishResults" }, 0.2 + often, random.Next(1, 1_500)),
            "feed.delay" => new(next, random.Next(2) == 0 ? "PublishResults" : "PushResults", often, random.Next(1, 1_500)),
            "signalr.fail" => new(next, null, often, 0),
            _ => new(next, null, 1, random.Next(-60_000, 60_001)),
        };
    }
}
