using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class DirectoryAndDisk
{
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
    public async Task A_full_disk_refuses_an_append_whole_and_the_log_goes_on_when_there_is_space()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A file size limit stands in for the full disk.");
        await using var test = new TestLog();
        using var process = HostProcess.Start("fill", test.Directory);
        var said = Assert.Single(await process.EndAsync()).Split('|');

        var appended = int.Parse(said[0], CultureInfo.InvariantCulture);
        Assert.InRange(appended, 3, 4);
        Assert.Equal(nameof(EventLogError.DiskRefused), said[1]);
        Assert.Contains(test.Directory, said[2], StringComparison.Ordinal);
        Assert.Equal([$"{appended}", $"{appended + 1}"], said[3..]);
        var events = await test.Open().ReadAsync(0);
        Assert.Equal([.. Enumerable.Repeat(64 << 10, appended), 1, 64 << 10], events.Select(e => e.Body.Length));
        Assert.Empty(test.Logged.Warnings);
    }

    [Fact]
    public async Task A_folder_that_is_gone_refuses_appends_and_the_log_goes_on_when_it_is_back()
    {
        await using var test = new TestLog { Options = Small };
        await using var log = test.Open();
        await FillSegmentAsync(log, test);

        var away = test.Directory + "-away";
        Directory.Move(test.Directory, away);
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(0, "refused"));
            Assert.Equal(EventLogError.DiskRefused, error.Error);
            Assert.Contains(test.Directory, error.Message, StringComparison.Ordinal);
        }

        Directory.Move(away, test.Directory);
        await log.AppendAsync(0, "taken");

        Assert.Null(log.ClosedBy);
        Assert.Equal(2, test.Segments.Length);
        Assert.Collection(
            test.Logged.Warnings,
            refused => Assert.Contains("refused an append", refused, StringComparison.Ordinal),
            again => Assert.Contains("takes appends again", again, StringComparison.Ordinal));
        await AssertWholeAsync(log, test);
    }

    [Fact]
    public async Task A_segment_that_could_not_get_its_name_is_made_again()
    {
        await using var test = new TestLog { Options = Small };
        await using var log = test.Open();
        await FillSegmentAsync(log, test);
        var inTheWay = Path.Combine(test.Directory, $"{new FileInfo(test.Segments[0]).Length:D20}.log");

        Directory.CreateDirectory(inTheWay);
        await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(0, "refused"));
        Directory.Delete(inTheWay);

        // As an attempt leaves it that got as far as the name.
        await File.WriteAllTextAsync(inTheWay, "left over", Cancel);
        await log.AppendAsync(0, "taken");

        Assert.Equal(inTheWay, test.Segments[1]);
        await AssertWholeAsync(log, test);
    }

    [Fact]
    public async Task A_segment_that_was_begun_is_finished_even_when_the_clock_has_gone_back()
    {
        await using var test = new TestLog { Options = Small with { SegmentBytes = 1 << 20, Retention = TimeSpan.FromHours(4) } };
        await using var log = test.Open();
        await log.AppendAsync(0, new string('x', 500));
        var inTheWay = Path.Combine(test.Directory, $"{new FileInfo(test.Segments[0]).Length:D20}.log");

        Directory.CreateDirectory(inTheWay);
        test.Time.Now += TimeSpan.FromHours(2);
        await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(0, "refused"));
        test.Time.Now -= TimeSpan.FromHours(2);
        Directory.Delete(inTheWay);
        await File.WriteAllTextAsync(inTheWay, "left over", Cancel);
        await log.AppendAsync(0, "taken");

        await AssertWholeAsync(log, test);
    }

    [Fact]
    public async Task A_log_that_cannot_tell_what_is_on_disk_closes_says_so_and_is_whole_when_it_is_opened_anew()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The failing disk is /dev/full.");
        await using var test = new TestLog();
        await using (var log = test.Open())
        {
            await log.AppendAsync(0, "before");
            Assert.Null(log.ClosedBy);
            BrokenDisk.Under(Assert.Single(test.Segments));

            for (var i = 0; i < 2; i++)
            {
                var error = await Assert.ThrowsAsync<EventLogException>(async () => await log.AppendAsync(0, "lost"));
                Assert.Equal(EventLogError.Closed, error.Error);
                Assert.Contains(test.Directory, error.Message, StringComparison.Ordinal);
            }

            Assert.Equal(EventLogError.Closed, log.ClosedBy?.Error);
            Assert.Contains("takes no more appends", Assert.Single(test.Logged.Warnings), StringComparison.Ordinal);
            Assert.Equal(["before"], await log.BodiesAsync(0));
        }

        await using var anew = test.Open();
        Assert.Equal(1, await anew.AppendAsync(0, "after"));
        Assert.Equal(["before", "after"], await anew.BodiesAsync(0));
    }

    private static EventLogOptions Small => new() { DataDirectory = "", PartitionCount = 4, SegmentBytes = 4096 };

    /// <summary>The next append begins a segment.</summary>
    private static async Task FillSegmentAsync(EventLog log, TestLog test)
    {
        while (new FileInfo(test.Segments[^1]).Length < 4096)
            await log.AppendAsync(0, new string('x', 500));
    }

    /// <summary>Nothing refused is there, all else is, before and after a restart.</summary>
    private static async Task AssertWholeAsync(EventLog log, TestLog test)
    {
        var before = await log.BodiesAsync(0);
        await log.DisposeAsync();
        var after = await test.Open().BodiesAsync(0);

        Assert.Equal("taken", before[^1]);
        Assert.All(before[..^1], body => Assert.Equal(500, body.Length));
        Assert.Equal(before, after);
    }
}
