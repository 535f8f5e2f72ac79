using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.SignalR;

public sealed class Crowds
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_connections_receive_one_group_message()
    {
        await using var server = await TestServer.StartAsync();
        var received = 0;
        var all = new TaskCompletionSource();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000).Select(_ => server.Client("polls")).ToArray(),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel },
            async (client, cancel) =>
            {
                client.On<string>("news", _ =>
                {
                    if (Interlocked.Increment(ref received) == 1000)
                        all.SetResult();
                });
                await client.StartAsync(cancel);
                Assert.True(await server.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, "g", cancel));
            });
        Assert.Equal(1000, server.Endpoint.ConnectionCount);

        await server.Endpoint.SendAsync("polls", "news", ["to all"], null, null, "g", Cancel);

        await all.Task.WaitAsync(TestServer.Generous, Cancel);
    }
}
