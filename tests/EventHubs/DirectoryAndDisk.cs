using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class DirectoryAndDisk
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private const int PerRound = 300;

    /// <summary>How often the process is killed: 20 times, or as <c>LIVETALLY_KILL_ROUNDS</c> says.</summary>
    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("LIVETALLY_KILL_ROUNDS") ?? "20", CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_directory_is_open_once()
    {
        await using var test = new TestLog();
        var log = test.Open();

        var error = Assert.Throws<IOException>(test.Open);
        Assert.Contains(test.Directory, error.Message, StringComparison.Ordinal);

        await log.DisposeAsync();
        Assert.Equal(0, await test.Open().AppendAsync(0, "a"));
    }

    [Theory]
    [InlineData("/sys/kernel")]
    [InlineData("/sys/kernel/livetally")]
    [InlineData("/dev/null/livetally")]
    public async Task A_directory_that_cannot_be_written_is_named(string directory)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These paths are Linux's; not even root may write there.");
        await using var test = new TestLog();

        var error = Assert.ThrowsAny<IOException>(
            () => EventLog.Open(test.Options with { DataDirectory = directory }, test.Logged, test.Time));

        Assert.Contains(directory, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_out_of_range_is_named()
    {
        await using var test = new TestLog();
        var options = test.Options with { DataDirectory = test.Directory };

        AssertNamed(nameof(EventLogOptions.PartitionCount), options with { PartitionCount = 1025 });
        AssertNamed(nameof(EventLogOptions.SegmentBytes), options with { SegmentBytes = 1 });
        AssertNamed(nameof(EventLogOptions.MaxPendingBytes), options with { MaxPendingBytes = 1 });
        AssertNamed(nameof(EventLogOptions.Retention), options with { Retention = TimeSpan.Zero });

        void AssertNamed(string name, EventLogOptions wrong) => Assert.Contains(
            name, Assert.Throws<ValidationException>(() => EventLog.Open(wrong, test.Logged, test.Time)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_refuses_an_append_whole_and_the_log_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A file size limit stands in for the full disk.");
        await using var test = new TestLog();
        using var child = Child.Start("append-until-refused", test.Directory, fileSizeLimit: 1000);
        var output = await child.StandardOutput.ReadToEndAsync(Cancel).WaitAsync(Generous, Cancel);
        var said = output.Split(' ', StringSplitOptions.TrimEntries);
        await child.WaitForExitAsync(Cancel).WaitAsync(Generous, Cancel);

        var acknowledged = int.Parse(said[0], CultureInfo.InvariantCulture);
        Assert.True(acknowledged > 3);
        Assert.Equal(nameof(EventLogError.DiskRefused), said[1]);
        Assert.Equal(acknowledged, int.Parse(said[2], CultureInfo.InvariantCulture));
        var events = await test.Open().ReadAsync(0);
        Assert.Equal(acknowledged + 1, events.Count);
        Assert.All(events.SkipLast(1), e => Assert.Equal(Child.RefusedEventBytes, e.Body.Length));
        Assert.Equal("small", events[^1].Text());
        Assert.Empty(test.Logged.Warnings);
    }

    [Fact]
    public async Task A_process_killed_under_load_loses_nothing_that_it_had_acknowledged()
    {
        await using var test = new TestLog();
        var acknowledged = new List<string[]>();
        for (var round = 1; round <= Rounds; round++)
        {
            using var child = Child.Start("append-until-killed", test.Directory);
            try
            {
                var atLeast = acknowledged.Count + PerRound;
                while (await child.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(Generous, Cancel) is { } line)
                {
                    // The last line may be torn.
                    if (line.EndsWith(" ok", StringComparison.Ordinal))
                        acknowledged.Add(line.Split(' '));
                    if (acknowledged.Count == atLeast)
                        child.Kill();
                }
            }
            finally
            {
                child.Kill();
                await child.WaitForExitAsync(CancellationToken.None);
            }

            Assert.Equal(128 + 9, child.ExitCode);
            await using var log = test.Open();
            var events = new List<IReadOnlyList<LoggedEvent>>();
            for (var partition = 0; partition < log.PartitionCount; partition++)
            {
                events.Add(await log.ReadAsync(partition));
                events[partition].AssertGapless(0);
            }

            Assert.True(acknowledged.Count >= PerRound * round);
            Assert.All(acknowledged, a =>
            {
                var logged = events[int.Parse(a[0], CultureInfo.InvariantCulture)][int.Parse(a[1], CultureInfo.InvariantCulture)];
                Assert.Equal(a[2], logged.Text());
            });
        }
    }
}
