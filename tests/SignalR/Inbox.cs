using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.SignalR;

/// <summary>What a client has received as text, in order.</summary>
internal sealed class Inbox
{
    private readonly Channel<string> received = Channel.CreateUnbounded<string>();

    public Inbox(HubConnection client, string target = "news") => client.On<string>(target, text => received.Writer.TryWrite(text));

    public async Task<string> NextAsync()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        cancellation.CancelAfter(TestServer.Generous);
        return await received.Reader.ReadAsync(cancellation.Token);
    }

    public async Task<string[]> UntilAsync(string last)
    {
        var all = new List<string>();
        do
            all.Add(await NextAsync());
        while (all[^1] != last);
        return [.. all];
    }
}

internal static class Wait
{
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        cancellation.CancelAfter(TestServer.Generous);
        while (!condition())
            await Task.Delay(5, cancellation.Token);
    }
}
