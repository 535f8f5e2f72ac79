using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.FunctionsHost.SignalR;

public sealed class SignalRFunctionTests : IAsyncLifetime
{
    private TestHost host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        host = await TestHost.StartAsync(typeof(SignalRFunctions), builder => builder.Configuration["HUB"] = "polls");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_to_a_group_arrives_with_its_arguments_as_the_workers_serializer_writes_them(bool messagePack)
    {
        await using var client = await ConnectAsync("api/polls/p1", messagePack);
        var received = new Recorder<string>();
        using var results = client.On<Dictionary<string, object?>, long, string, bool>("results", (snapshot, number, text, flag) =>
            received.Add($"{JsonSerializer.Serialize(snapshot)} {number} {text} {flag}"));
        using var joined = client.On<string>("joined", group => received.Add($"joined {group}"));

        await PostAsync($"api/join/poll:p1/{client.ConnectionId}");
        await PostAsync("api/push/poll:p1");

        Assert.Equal(
            ["joined poll:p1", """{"pollId":"p1","Version":7,"Share":0.5,"Counts":[1,2],"Note":null} 42 text True"""],
            await received.WaitForCountAsync(2));
    }

    [Fact]
    public async Task Who_has_left_a_group_gets_nothing_more()
    {
        await using var client = await ConnectAsync("api/polls/p1");
        var received = new Recorder<string>();
        using var results = client.On<object, object, object, object>("results", (_, _, _, _) => received.Add("results"));
        using var hello = client.On("hello", () => received.Add("hello"));

        await PostAsync($"api/join/poll:p1/{client.ConnectionId}");
        await PostAsync($"api/leave/poll:p1/{client.ConnectionId}");
        await PostAsync("api/push/poll:p1");
        await PostAsync("api/user/p1:ann");

        Assert.Equal(["hello"], await received.WaitForCountAsync(1));
    }

    [Fact]
    public async Task Negotiate_names_the_host_that_the_client_used()
    {
        using var answer = await PostAsync("api/polls/p1/negotiate");
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.StartsWith(host.Client.BaseAddress!.ToString(), body.RootElement.GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Negotiate_as_text_is_in_the_clients_own_case()
    {
        await using var client = await ConnectAsync("api/text");

        Assert.Equal(HubConnectionState.Connected, client.State);
    }

    [Fact]
    public async Task A_user_id_that_names_a_missing_header_fails_the_function()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("api/polls/p1/negotiate", UriKind.Relative));
        using var answer = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Outputs_that_are_null_are_left_out()
    {
        using var answer = await PostAsync("api/nothing");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<HubConnection> ConnectAsync(string path, bool messagePack = false)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(new Uri(host.Client.BaseAddress!, path), options => options.Headers["x-user"] = "ann");
        if (messagePack)
            builder.AddMessagePackProtocol();
        var connection = builder.Build();
        await connection.StartAsync(Cancellation);
        return connection;
    }

    private async Task<HttpResponseMessage> PostAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.Add("x-user", "ann");
        var answer = await host.Client.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return answer;
    }
}
