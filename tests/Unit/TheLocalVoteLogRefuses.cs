using LiveTally.Local.EventHubs;
using LiveTally.Targets;
using LiveTally.Tests.EventHubs;
using LiveTally.Votes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.Unit;

public sealed class TheLocalVoteLogRefuses : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("livetally-votelog-").FullName;
    private readonly EventLog _log;
    private readonly LocalVoteLog _votes;

    public TheLocalVoteLogRefuses()
    {
        _log = EventLog.Open(new EventLogOptions { DataDirectory = _directory }, NullLogger<EventLog>.Instance, TimeProvider.System);
        _votes = new LocalVoteLog(_log);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_log_that_the_disk_has_failed_is_not_healthy_and_takes_no_vote()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The failing disk is /dev/full.");
        await _votes.AppendAsync(0, [new byte[1]], Cancel);
        Assert.Equal(32, await _votes.GetPartitionCountAsync(Cancel));

        BrokenDisk.Under(Assert.Single(Directory.GetFiles(_directory, "*.log")));
        var refused = await Assert.ThrowsAsync<VoteLogException>(async () => await _votes.AppendAsync(0, [new byte[1]], Cancel));
        var unwell = await Assert.ThrowsAsync<VoteLogException>(async () => await _votes.GetPartitionCountAsync(Cancel));

        Assert.False(refused.Overloaded);
        Assert.Contains(_directory, unwell.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_closed_takes_no_vote()
    {
        await _log.DisposeAsync();

        var refused = await Assert.ThrowsAsync<VoteLogException>(async () => await _votes.AppendAsync(0, [new byte[1]], Cancel));

        Assert.False(refused.Overloaded);
    }
}
