using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.SignalR;

public sealed class Receiving
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpTransportType.WebSockets, false)]
    [InlineData(HttpTransportType.WebSockets, true)]
    [InlineData(HttpTransportType.ServerSentEvents, false)]
    [InlineData(HttpTransportType.LongPolling, false)]
    [InlineData(HttpTransportType.LongPolling, true)]
    public async Task A_client_receives_over_every_transport_and_protocol(HttpTransportType transport, bool messagePack)
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Client("polls", "ann", transport, messagePack);
        var received = new TaskCompletionSource<(string Text, long Number, long[] Counts, Dictionary<string, object?> Snapshot)>();
        client.On<string, long, long[], Dictionary<string, object?>>(
            "results", (text, number, counts, snapshot) => received.SetResult((text, number, counts, snapshot)));
        await client.StartAsync(Cancel);
        Assert.True(await server.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, "poll:1", Cancel));
        var snapshot = JsonElement.Parse("""{"pollId":"k7f3q2xm","open":true,"final":null,"counts":[1,2],"share":0.5}""");

        await server.Endpoint.SendAsync("polls", "results", ["héllo", 42L, new[] { 3L, 4L }, snapshot], null, null, "poll:1", Cancel);

        var (text, number, counts, got) = await received.Task.WaitAsync(TestServer.Generous, Cancel);
        Assert.Equal(("héllo", 42), (text, number));
        Assert.Equal([3L, 4L], counts);
        Assert.Equal("k7f3q2xm", $"{got["pollId"]}");
        Assert.Equal("True", $"{got["open"]}");
        Assert.Null(got["final"]);
        Assert.Equal(0.5, Convert.ToDouble($"{got["share"]}", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("[1,2]", JsonSerializer.Serialize(got["counts"]));
    }

    [Fact]
    public async Task A_message_goes_to_the_connection_the_user_the_group_or_everybody()
    {
        await using var server = await TestServer.StartAsync();
        var ann1 = await server.ConnectAsync("polls", "ann");
        var ann2 = await server.ConnectAsync("polls", "ann");
        var bob = await server.ConnectAsync("polls", "bob");
        var inboxes = new[] { new Inbox(ann1), new Inbox(ann2), new Inbox(bob) };
        await server.Endpoint.AddToGroupAsync("polls", ann2.ConnectionId, null, "g", Cancel);
        await server.Endpoint.AddToGroupAsync("polls", null, "bob", "g", Cancel);

        await SendAsync("one", connectionId: ann1.ConnectionId);
        await SendAsync("ann", userId: "ann");
        await SendAsync("group", groupName: "g");
        await SendAsync("nobody", connectionId: "none");
        await SendAsync("nobody", userId: "eve");
        await SendAsync("nobody", groupName: "G");
        await SendAsync("all");

        Assert.Equal(["one", "ann", "all"], await inboxes[0].UntilAsync("all"));
        Assert.Equal(["ann", "group", "all"], await inboxes[1].UntilAsync("all"));
        Assert.Equal(["group", "all"], await inboxes[2].UntilAsync("all"));
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync("x", userId: "ann", groupName: "g"));

        Task SendAsync(string text, string? connectionId = null, string? userId = null, string? groupName = null) =>
            server.Endpoint.SendAsync("Polls", "news", [text], connectionId, userId, groupName, Cancel);
    }

    [Fact]
    public async Task Hubs_are_kept_apart()
    {
        await using var server = await TestServer.StartAsync();
        var here = await server.ConnectAsync("here", "ann");
        var there = await server.ConnectAsync("there", "ann");
        var (inHere, inThere) = (new Inbox(here), new Inbox(there));
        await server.Endpoint.AddToGroupAsync("here", here.ConnectionId, null, "g", Cancel);
        await server.Endpoint.AddToGroupAsync("there", there.ConnectionId, null, "g", Cancel);

        await server.Endpoint.SendAsync("here", "news", ["connection"], there.ConnectionId, null, null, Cancel);
        await server.Endpoint.SendAsync("here", "news", ["user"], null, "ann", null, Cancel);
        await server.Endpoint.SendAsync("here", "news", ["group"], null, null, "g", Cancel);
        await server.Endpoint.SendAsync("here", "news", ["all"], null, null, null, Cancel);
        await server.Endpoint.SendAsync("there", "news", ["end"], null, null, null, Cancel);
        await server.Endpoint.SendAsync("here", "news", ["end"], null, null, null, Cancel);

        Assert.Equal(["user", "group", "all", "end"], await inHere.UntilAsync("end"));
        Assert.Equal(["end"], await inThere.UntilAsync("end"));
        Assert.False(await server.Endpoint.AddToGroupAsync("here", there.ConnectionId, null, "g", Cancel));
    }

    [Fact]
    public async Task A_client_that_invokes_something_gets_an_error_is_counted_and_stays()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var messagePack in (bool[])[false, true])
        {
            var client = await server.ConnectAsync("polls", messagePack: messagePack);
            var inbox = new Inbox(client);
            var before = server.Endpoint.RefusedInvocationCount;

            await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => client.InvokeAsync("Vote", Cancel));
            await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => client.InvokeAsync("OnConnectedAsync", Cancel));
            await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => client.InvokeAsync("Vote", 1, "two", Cancel));
            await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(
                async () => await client.StreamAsync<int>("Stream", Cancel).ToListAsync(Cancel));

            Assert.Equal(before + 4, server.Endpoint.RefusedInvocationCount);
            await server.Endpoint.SendAsync("polls", "news", ["still here"], client.ConnectionId, null, null, Cancel);
            Assert.Equal("still here", await inbox.NextAsync());
        }
    }
}
