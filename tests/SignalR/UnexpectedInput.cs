using System.Net.WebSockets;
using System.Text;
using LiveTally.Local.Faults;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.SignalR;

public sealed class UnexpectedInput
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> BadHandshakes { get; } = new()
    {
        { "no JSON", "GET / HTTP/1.1\r\n\r\n\u001e"u8.ToArray() },
        { "other JSON", "[1,2,3]\u001e"u8.ToArray() },
        { "empty", "\u001e"u8.ToArray() },
        { "unknown protocol", "{\"protocol\":\"xml\",\"version\":1}\u001e"u8.ToArray() },
        { "unknown version", "{\"protocol\":\"json\",\"version\":99}\u001e"u8.ToArray() },
        { "without an end", Encoding.UTF8.GetBytes(new string('x', 100_000)) },
        { "random bytes", [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 167))] },
    };

    public static TheoryData<string, byte[]> BadMessages { get; } = new()
    {
        { "no JSON", "}{\u001e"u8.ToArray() },
        { "no type", "{\"target\":\"x\"}\u001e"u8.ToArray() },
        { "arguments that are no array", "{\"type\":1,\"target\":\"x\",\"arguments\":7}\u001e"u8.ToArray() },
        { "oversize", Encoding.UTF8.GetBytes($$"""{"type":1,"target":"{{new string('x', 100_000)}}","arguments":[]}""" + "\u001e") },
        { "oversize without an end", Encoding.UTF8.GetBytes(new string('x', 100_000)) },
    };

    [Theory]
    [MemberData(nameof(BadHandshakes))]
    public async Task A_bad_handshake_closes_that_client_only(string what, byte[] handshake)
    {
        await using var server = await TestServer.StartAsync();
        var inbox = new Inbox(await server.ConnectAsync("polls"));
        using var client = await RawClient.ConnectAsync(server, HttpTransportType.WebSockets, handshake);

        await EndsAsync(client);

        await AssertUnharmedAsync(server, inbox, what);
    }

    [Theory]
    [MemberData(nameof(BadMessages))]
    public async Task A_bad_message_closes_that_client_only(string what, byte[] message)
    {
        await using var server = await TestServer.StartAsync();
        var inbox = new Inbox(await server.ConnectAsync("polls"));
        using var client = await RawClient.ConnectAsync(server, HttpTransportType.WebSockets);
        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == 2);

        await client.SendAsync(message);
        await EndsAsync(client);

        await AssertUnharmedAsync(server, inbox, what);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_and_one_at_it_reaches_clients_that_keep_up()
    {
        await using var server = await TestServer.StartAsync();
        var inbox = new Inbox(await server.ConnectAsync("polls"));
        var largest = new string('x', (1 << 20) - 1000);

        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(new string('x', 1 << 20)));
        await SendAsync(largest);

        Assert.Equal(largest, await inbox.NextAsync());
        Assert.Empty(server.Warnings);

        Task SendAsync(string text) => server.Endpoint.SendAsync("polls", "news", [text], null, null, null, Cancel);
    }

    [Fact]
    public async Task Group_names_have_1_to_1024_characters()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ConnectAsync("polls");

        Assert.True(await server.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, new string('g', 1024), Cancel));
        foreach (var name in (string[])["", new string('g', 1025)])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => server.Endpoint.AddToGroupAsync("polls", client.ConnectionId, null, name, Cancel));
            await Assert.ThrowsAsync<ArgumentException>(() => server.Endpoint.SendAsync("polls", "news", [], null, null, name, Cancel));
        }
    }

    [Fact]
    public async Task A_fault_on_demand_fails_the_message_to_its_hub_and_no_other()
    {
        var injector = new FaultInjector();
        await using var server = await TestServer.StartAsync(services: services => services.AddSingleton(injector));
        var inbox = new Inbox(await server.ConnectAsync("polls"));
        injector.Use(seed: 1, [new FaultRule { Kind = FaultKinds.SignalRFail, On = "polls", Times = 1 }]);

        await server.Endpoint.SendAsync("other", "news", ["other"], null, null, null, Cancel);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("lost"));
        await SendAsync("sent again");

        Assert.Equal("sent again", await inbox.NextAsync());

        Task SendAsync(string text) => server.Endpoint.SendAsync("Polls", "news", [text], null, null, null, Cancel);
    }

    /// <summary>With a close or without one: an abort is an end too.</summary>
    private static async Task EndsAsync(RawClient client)
    {
        var end = await Record.ExceptionAsync(client.ReadToEndAsync);
        Assert.True(end is null or WebSocketException, $"{end}");
    }

    private static async Task AssertUnharmedAsync(TestServer server, Inbox inbox, string what)
    {
        await Wait.UntilAsync(() => server.Endpoint.ConnectionCount == 1);
        await server.Endpoint.SendAsync("polls", "news", [what], null, null, null, Cancel);
        Assert.Equal(what, await inbox.NextAsync());
        Assert.Empty(server.Warnings);
    }
}
