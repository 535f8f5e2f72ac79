using System.Buffers.Binary;
using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class Restarting
{
    [Fact]
    public async Task Everything_is_there_after_a_restart_and_numbers_go_on()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", SegmentBytes = 4096 } };
        var expected = Enumerable.Range(0, 200).Select(i => $"event {i} {new string('.', 100)}").ToArray();
        await test.FillAsync(1, expected);
        Assert.True(test.Segments.Length > 3);

        var log = test.Open();

        Assert.Equal(expected, await log.BodiesAsync(1));
        Assert.Equal(199, log.GetProperties(1).LastEnqueuedSequenceNumber);
        Assert.Equal(200, await log.AppendAsync(1, "next"));
        Assert.Equal(0, await log.AppendAsync(0, "other"));
        Assert.Empty(test.Logged.Warnings);
    }

    [Fact]
    public async Task A_tail_torn_at_any_byte_is_cut_to_the_record_before_it()
    {
        await using var test = new TestLog();
        await test.FillAsync(0, "first", "second");
        var segment = Assert.Single(test.Segments);
        var whole = new FileInfo(segment).Length;
        await test.FillAsync(0, "third");
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);

        for (var length = whole + 1; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(segment, bytes[..(int)length], TestContext.Current.CancellationToken);
            test.Logged.Warnings.Clear();
            await using (var log = test.Open())
            {
                Assert.Equal(["first", "second"], await log.BodiesAsync(0));
                Assert.Equal(2, await log.AppendAsync(0, "instead"));
            }

            Assert.Contains($"{length - whole} bytes", Assert.Single(test.Logged.Warnings), StringComparison.Ordinal);
            await using var again = test.Open();
            Assert.Equal(["first", "second", "instead"], await again.BodiesAsync(0));
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_any_byte_before_the_tail_is_an_error_that_names_file_and_position()
    {
        await using var test = new TestLog();
        await test.FillAsync(0, "first");
        var segment = Assert.Single(test.Segments);
        var start = new FileInfo(segment).Length;
        await test.FillAsync(0, "second");
        var end = new FileInfo(segment).Length;
        await test.FillAsync(0, "third", "fourth");
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);

        for (var at = start; at < end; at++)
        {
            bytes[at] ^= 0x10;
            await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);
            bytes[at] ^= 0x10;

            var error = Assert.Throws<EventLogException>(test.Open);

            Assert.Equal(EventLogError.Corrupt, error.Error);
            Assert.Contains($"{segment} at byte {start}", error.Message, StringComparison.Ordinal);
            Assert.Equal(bytes.Length, new FileInfo(segment).Length);
        }
    }

    [Fact]
    public async Task The_last_commit_is_cut_as_a_whole_even_when_its_end_reached_the_disk_before_its_beginning()
    {
        await using var test = new TestLog();
        await using (var log = test.Open())
            await Task.WhenAll(Enumerable.Range(0, 400).Select(i => log.AppendAsync(i % 4, $"{i}").AsTask()));
        var segment = Assert.Single(test.Segments);
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        var lastBlock = bytes.AsSpan().LastIndexOf("LTvb"u8);
        var lastCommit = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(lastBlock + 24));
        Assert.True(lastCommit < lastBlock, "The last commit holds one block only; the test needs more.");

        bytes.AsSpan(lastCommit, 60).Clear();
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);
        await using var recovered = test.Open();

        Assert.Equal(lastCommit, new FileInfo(segment).Length);
        Assert.Single(test.Logged.Warnings);
    }

    [Fact]
    public async Task Damage_in_a_complete_segment_is_an_error_even_at_its_end()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", SegmentBytes = 4096 } };
        await test.FillAsync(0, [.. Enumerable.Repeat(new string('x', 1000), 20)]);
        var first = test.Segments[0];
        var bytes = await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken);

        await File.WriteAllBytesAsync(first, bytes[..^1], TestContext.Current.CancellationToken);
        Assert.Contains(first, Assert.Throws<EventLogException>(test.Open).Message, StringComparison.Ordinal);

        bytes[3] ^= 1;
        await File.WriteAllBytesAsync(first, bytes, TestContext.Current.CancellationToken);
        Assert.Contains($"{first} at byte 0", Assert.Throws<EventLogException>(test.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_segment_is_an_error()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", SegmentBytes = 4096 } };
        await test.FillAsync(0, [.. Enumerable.Repeat(new string('x', 1000), 20)]);

        File.Delete(test.Segments[1]);

        Assert.Equal(EventLogError.Corrupt, Assert.Throws<EventLogException>(test.Open).Error);
    }

    [Fact]
    public async Task Damage_after_opening_is_an_error_for_who_reads_it()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", CacheBytes = 0 } };
        var log = test.Open();
        await log.AppendAsync(0, "whole");
        await using (var file = new FileStream(Assert.Single(test.Segments), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(0xFF);
        }

        var error = await Assert.ThrowsAsync<EventLogException>(async () => await log.ReadAsync(0));

        Assert.Equal(EventLogError.Corrupt, error.Error);
    }

    [Fact]
    public async Task The_number_of_partitions_cannot_change()
    {
        await using var test = new TestLog();
        await test.FillAsync(0, "a");

        var other = test.Options with { DataDirectory = test.Directory, PartitionCount = 5 };
        var error = Assert.Throws<EventLogException>(() => EventLog.Open(other, test.Logged, test.Time));

        Assert.Equal(EventLogError.PartitionCount, error.Error);
    }
}
