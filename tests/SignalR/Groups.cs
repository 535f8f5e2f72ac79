namespace LiveTally.Tests.SignalR;

public sealed class Groups
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_receives_only_while_it_is_in_the_group()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ConnectAsync("polls");
        var inbox = new Inbox(client);

        await SendAsync("before");
        Assert.True(await server.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, "g", Cancel));
        await SendAsync("in");
        Assert.True(await server.Endpoint.RemoveFromGroupAsync("polls", client.ConnectionId, null, "g", Cancel));
        await SendAsync("after");
        await server.Endpoint.SendAsync("polls", "news", ["end"], client.ConnectionId, null, null, Cancel);

        Assert.Equal(["in", "end"], await inbox.UntilAsync("end"));

        Task SendAsync(string text) => server.Endpoint.SendAsync("polls", "news", [text], null, null, "g", Cancel);
    }

    [Fact]
    public async Task A_user_joins_and_leaves_with_all_connections()
    {
        await using var server = await TestServer.StartAsync();
        var first = new Inbox(await server.ConnectAsync("polls", "ann"));
        var second = new Inbox(await server.ConnectAsync("polls", "ann"));
        foreach (var group in (string[])["g", "h", "i"])
            Assert.True(await server.Endpoint.AddToGroupAsync("polls", null, "ann", group, Cancel));

        await SendAsync("g1", "g");
        Assert.True(await server.Endpoint.RemoveFromGroupAsync("polls", null, "ann", "g", Cancel));
        await SendAsync("g2", "g");
        await SendAsync("h1", "h");
        Assert.True(await server.Endpoint.RemoveFromAllGroupsAsync("polls", null, "ann", Cancel));
        await SendAsync("h2", "h");
        await SendAsync("i2", "i");
        await server.Endpoint.SendAsync("polls", "news", ["end"], null, "ann", null, Cancel);

        Assert.Equal(["g1", "h1", "end"], await first.UntilAsync("end"));
        Assert.Equal(["g1", "h1", "end"], await second.UntilAsync("end"));

        Task SendAsync(string text, string group) => server.Endpoint.SendAsync("polls", "news", [text], null, null, group, Cancel);
    }

    [Fact]
    public async Task A_connection_leaves_every_group_at_once_and_its_users_others_stay()
    {
        await using var server = await TestServer.StartAsync();
        var leaving = await server.ConnectAsync("polls", "ann");
        var (left, stayed) = (new Inbox(leaving), new Inbox(await server.ConnectAsync("polls", "ann")));
        foreach (var group in (string[])["g", "h"])
            Assert.True(await server.Endpoint.AddToGroupAsync("polls", null, "ann", group, Cancel));

        Assert.True(await server.Endpoint.RemoveFromAllGroupsAsync("polls", leaving.ConnectionId, null, Cancel));
        foreach (var group in (string[])["g", "h"])
            await server.Endpoint.SendAsync("polls", "news", [group], null, null, group, Cancel);
        await server.Endpoint.SendAsync("polls", "news", ["end"], null, null, null, Cancel);

        Assert.Equal(["end"], await left.UntilAsync("end"));
        Assert.Equal(["g", "h", "end"], await stayed.UntilAsync("end"));
    }

    [Fact]
    public async Task Who_is_not_connected_joins_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ConnectAsync("polls", "ann");
        Assert.Equal(1, server.Endpoint.ConnectionCount);
        var connectionId = client.ConnectionId;
        await client.StopAsync(Cancel);
        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == 0);

        Assert.False(await server.Endpoint.AddToGroupAsync("polls", connectionId, null, "g", Cancel));
        Assert.False(await server.Endpoint.AddToGroupAsync("polls", null, "ann", "g", Cancel));
        Assert.False(await server.Endpoint.RemoveFromGroupAsync("polls", connectionId, null, "g", Cancel));
        Assert.False(await server.Endpoint.RemoveFromAllGroupsAsync("polls", connectionId, null, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => server.Endpoint.AddToGroupAsync("polls", null, null, "g", Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => server.Endpoint.AddToGroupAsync("polls", connectionId, "ann", "g", Cancel));
    }

    [Fact]
    public async Task A_client_can_join_as_soon_as_its_start_returns()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            var client = server.Client("polls");
            var inbox = new Inbox(client);
            await client.StartAsync(Cancel);

            Assert.True(await server.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, $"{i}", Cancel));

            await server.Endpoint.SendAsync("polls", "news", [$"{i}"], null, null, $"{i}", Cancel);
            Assert.Equal($"{i}", await inbox.NextAsync());
        }
    }
}
