namespace LiveTally.Tests.FunctionsHost.Startup;

/// <summary>A start that must fail: one line on stderr, exit code 1, and no stack trace anywhere.</summary>
internal static class Refusal
{
    public static async Task AssertAsync(string expected, Func<SampleProcess> start)
    {
        using var process = start();
        var (exitCode, errors) = await process.EndAsync();

        Assert.Equal(1, exitCode);
        var line = Assert.Single(errors.TrimEnd('\n').Split('\n'));
        Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain(process.Output.Entries, text => text.Contains("   at ", StringComparison.Ordinal));
    }
}
