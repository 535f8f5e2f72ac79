using System.Text.Json;
using LiveTally.DeadLetters;
using LiveTally.Local.Functions;
using LiveTally.Tally;
using LiveTally.Targets;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.Unit.DeadLetters;

public sealed class ReplayingDeadLetters : IDisposable
{
    private static readonly DeadLetter Letter = new("", 1, 42, "It is poison.", DateTimeOffset.UnixEpoch, [1, 2, 3]);

    // What is poison names no box to ask about.
    private static readonly SealedBoxes NeverAsked = new(null!, null!);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("livetally-");
    private readonly MemoryLog _log = new();
    private readonly DeadLetterFiles _store;

    public ReplayingDeadLetters() => _store = new DeadLetterFiles(new LocalHostOptions { DataDirectory = _data.FullName });

    [Fact]
    public async Task The_bytes_go_back_to_their_partition_and_then_the_letter_goes()
    {
        var id = await ParkAsync();
        var keptAtAppend = false;
        _log.Appending = () => keptAtAppend = File.Exists(Path.Combine(_data.FullName, "deadletters", id + ".json"));

        var (status, answer) = await ReplayAsync(id, _store);

        Assert.Equal((202, id, 1, true), (status, answer.GetProperty("id").GetString(), answer.GetProperty("partition").GetInt32(), answer.GetProperty("removed").GetBoolean()));
        var (partition, bytes) = Assert.Single(_log.Appended);
        Assert.Equal(1, partition);
        Assert.Equal([1, 2, 3], bytes);
        Assert.True(keptAtAppend, "The letter was gone before its event was in the log.");
        Assert.Null(await _store.FindAsync(id, default));
    }

    [Theory]
    [InlineData(true, "overloaded")]
    [InlineData(false, "logUnavailable")]
    public async Task When_the_log_does_not_take_it_the_letter_stays(bool overloaded, string code)
    {
        var id = await ParkAsync();
        _log.Appending = () => throw new VoteLogException("no", overloaded);

        var (status, answer) = await ReplayAsync(id, _store);

        Assert.Equal((503, code), (status, answer.GetProperty("code").GetString()));
        Assert.Equal([1, 2, 3], (await _store.FindAsync(id, default))!.Body);
    }

    [Fact]
    public async Task When_the_letter_cannot_be_removed_the_answer_says_so_and_the_event_is_in_the_log_all_the_same()
    {
        var id = await ParkAsync();

        var (status, answer) = await ReplayAsync(id, new Undeletable(_store));

        Assert.Equal((202, false), (status, answer.GetProperty("removed").GetBoolean()));
        Assert.Single(_log.Appended);
    }

    [Fact]
    public async Task A_partition_that_the_log_no_longer_has_is_told_and_the_letter_stays()
    {
        _log.Partitions = 1;
        var id = await ParkAsync();

        var (status, answer) = await ReplayAsync(id, _store);

        Assert.Equal((409, "partitionGone"), (status, answer.GetProperty("code").GetString()));
        Assert.Empty(_log.Appended);
        Assert.NotNull(await _store.FindAsync(id, default));
    }

    [Fact]
    public async Task Whoever_hangs_up_during_the_append_leaves_no_letter_behind()
    {
        var id = await ParkAsync();
        using var hangUp = new CancellationTokenSource();
        _log.Appending = hangUp.Cancel;

        await ReplayAsync(id, _store, hangUp.Token);

        Assert.Single(_log.Appended);
        Assert.Null(await _store.FindAsync(id, default));
    }

    public void Dispose() => _data.Delete(recursive: true);

    private async Task<string> ParkAsync()
    {
        await _store.ParkAsync(Letter, default);
        return DeadLetterId.Of(Letter);
    }

    private async Task<(int Status, JsonElement Answer)> ReplayAsync(string id, IDeadLetterStore store, CancellationToken cancellationToken = default)
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        var replay = new ReplayDeadLetter(store, _log, NeverAsked, NullLogger<ReplayDeadLetter>.Instance);

        var result = await replay.Run(http.Request, id, cancellationToken);
        await result.ExecuteAsync(http);
        return (http.Response.StatusCode, JsonDocument.Parse(((MemoryStream)http.Response.Body).ToArray()).RootElement);
    }

    private sealed class MemoryLog : IVoteLog
    {
        public int Partitions { get; set; } = 2;

        public Action Appending { get; set; } = () => { };

        public List<(int Partition, byte[] Bytes)> Appended { get; } = [];

        public ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Partitions);

        public ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
        {
            Appending();
            cancellationToken.ThrowIfCancellationRequested();
            Appended.Add((partition, events.Single().ToArray()));
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A store that fails between the append and the removal.</summary>
    private sealed class Undeletable(IDeadLetterStore store) : IDeadLetterStore
    {
        public Task ParkAsync(DeadLetter letter, CancellationToken cancellationToken) => store.ParkAsync(letter, cancellationToken);

        public Task<KeptLetters?> ListAsync(string? marker, int count, CancellationToken cancellationToken) => store.ListAsync(marker, count, cancellationToken);

        public Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

        public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
            Task.FromException<bool>(new DeadLetterStoreException("no", new IOException("no")));
    }
}
