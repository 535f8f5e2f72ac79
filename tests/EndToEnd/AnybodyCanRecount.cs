using System.Diagnostics;
using System.Reflection;
using Microsoft.Azure.Cosmos;
using Newtonsoft.Json.Linq;

namespace LiveTally.Tests.EndToEnd;

public sealed class AnybodyCanRecount
{
    private static readonly string Program = Path.GetFullPath(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Verify").Value!);

    [Theory]
    [InlineData("single", false)]
    [InlineData("multiple", true)]
    [InlineData("ranking", true)]
    public async Task A_final_poll_is_recounted_without_trusting_the_server_and_a_receipt_is_found(string kind, bool allowChange)
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b", "c" }, kind, allowChange });
        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.TokenAsync(poll)));
        var votes = await Task.WhenAll(tokens.Concat(tokens).Select((token, i) => client.VoteAsync(poll, token, [i % 3])));
        await client.VoteAsync(poll, tokens[0], kind == "single" ? [0] : [2, 1]);
        var root = (await client.CloseAsync(poll)).GetProperty("final").Text("root");

        var (exitCode, output) = await VerifyAsync(process, poll, "--receipt", votes[7].Json.Text("receipt")!);

        Assert.Equal((0, ""), (exitCode, exitCode == 0 ? "" : output));
        Assert.Contains($"Root: {root}", output, StringComparison.Ordinal);
        Assert.Contains($"Your vote {votes[7].Json.Text("voteId")}: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vote_changed_in_the_database_is_found_by_anybody_and_by_the_server()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, expectedVoters = 1 });
        var receipts = new List<string>();
        for (var voter = 0; voter < 3; voter++)
            receipts.Add((await client.VoteAsync(poll, await client.TokenAsync(poll), [0])).Json.Text("receipt")!);
        await client.CloseAsync(poll);
        await process.StopAsync();

        await using (var database = await Database.OpenAsync(process))
        {
            var key = new PartitionKeyBuilder().Add(poll).Add(0).Build();
            JObject page = await database.Container("boxes").ReadItemAsync<JObject>("p00000000000000000001", key, cancellationToken: TestContext.Current.CancellationToken);
            var data = Convert.FromBase64String((string)page["data"]!);
            data[35]++;
            page["data"] = Convert.ToBase64String(data);
            await database.Container("boxes").ReplaceItemAsync(page, "p00000000000000000001", key, cancellationToken: TestContext.Current.CancellationToken);
        }

        await process.StartAgainAsync();
        var (exitCode, output) = await VerifyAsync(process, poll, "--receipt", receipts[0]);
        var verified = await client.SendAsync(HttpMethod.Post, $"polls/{poll}/verify", asAdmin: true);

        Assert.Equal(1, exitCode);
        Assert.Contains("WRONG: The results count 3, 0, the journal 2, 1.", output, StringComparison.Ordinal);
        Assert.Contains("WRONG: The results were published with the root", output, StringComparison.Ordinal);
        Assert.False(verified.Json.GetProperty("equal").GetBoolean());
        Assert.NotEmpty(verified.Json.GetProperty("differences").EnumerateArray());
    }

    [Fact]
    public async Task What_cannot_be_asked_or_found_is_no_success()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var (poll, other) = (await client.OpenPollAsync(), await client.OpenPollAsync());
        var receipt = (await client.VoteAsync(other, await client.TokenAsync(other), [0])).Json.Text("receipt")!;

        Assert.Equal(2, (await VerifyAsync(process, "aaaaaaaa")).ExitCode);
        Assert.Equal(2, (await VerifyAsync(process, poll)).ExitCode);
        Assert.Equal(0, (await VerifyAsync(process, poll, "--admin-key", process.AdminKey)).ExitCode);
        Assert.Equal(1, (await VerifyAsync(process, poll, "--admin-key", process.AdminKey, "--receipt", receipt)).ExitCode);
    }

    private static async Task<(int ExitCode, string Output)> VerifyAsync(LiveTallyProcess process, string poll, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [Program, process.Address.ToString(), poll, .. arguments]) { RedirectStandardOutput = true };
        using var verify = Process.Start(info)!;
        var output = await verify.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await verify.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (verify.ExitCode, output);
    }
}
