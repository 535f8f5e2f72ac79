using System.Collections.Concurrent;
using System.Text.Json;
using LiveTally.Operations;
using LiveTally.Polls;

namespace LiveTally.Realtime;

/// <summary>Each poll as this instance pushed it last, so that a write which nobody can see is not pushed.</summary>
public sealed class PushedPolls
{
    private const int MaxPolls = 10_000;

    private readonly ConcurrentDictionary<string, string> _last = new();

    /// <summary>False when the poll was pushed like this.</summary>
    public bool TryNote(PollView poll)
    {
        // Forgetting costs a repeated push at the most.
        if (_last.Count >= MaxPolls)
            _last.Clear();

        var text = JsonSerializer.Serialize(poll, AppJson.Default.PollView);
        var known = _last.TryGetValue(poll.Id, out var last) && last == text;
        _last[poll.Id] = text;
        return !known;
    }
}
