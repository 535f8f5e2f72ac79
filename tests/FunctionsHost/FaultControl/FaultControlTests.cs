using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tests.FunctionsHost.FaultControl;

public sealed class FaultControlTests : IAsyncDisposable
{
    private static readonly Uri Faults = new("_faults", UriKind.Relative);
    private readonly Recorder<string> seen = new();
    private readonly LogCapture log = new();
    private TestHost host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Without_the_setting_there_is_nothing_to_ask_and_no_warning()
    {
        await StartAsync("false");

        using var get = await host.Client.GetAsync(Faults, Cancellation);
        using var put = await PutAsync("""{ "rules": [] }""");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (get.StatusCode, put.StatusCode));
        Assert.DoesNotContain(log.Entries, entry => entry.Message.Contains("LIVETALLY_FAULTS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_setting_one_warning_says_so_and_rules_can_be_put_and_read()
    {
        await StartAsync();

        Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("LIVETALLY_FAULTS", StringComparison.Ordinal));
        await UseAsync("""{ "kind": "cosmos.throttle", "on": "boxes", "rate": 0.1, "times": 5, "amount": 20 }, { "kind": "log.fail" }""");
        Assert.Equal(
            """{"rules":[{"kind":"cosmos.throttle","on":"boxes","rate":0.1,"times":5,"amount":20},{"kind":"log.fail","on":null,"rate":1,"times":null,"amount":0}],"counts":{}}""",
            await host.Client.GetStringAsync(Faults, Cancellation));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("null", "may be null")]
    [InlineData("{}", "rules")]
    [InlineData("""{ "rules": [null] }""", "may be null")]
    [InlineData("""{ "rules": [{ "on": "boxes" }] }""", "kind")]
    [InlineData("""{ "rules": [{ "kind": "log.fail", "howOften": 2 }] }""", "howOften")]
    [InlineData("""{ "rules": [{ "kind": "log.full" }] }""", "There is no fault 'log.full'")]
    [InlineData("""{ "rules": [{ "kind": "log.fail", "rate": 1.5 }] }""", "log.fail: the rate")]
    [InlineData("""{ "rules": [{ "kind": "log.delay", "amount": -1 }] }""", "log.delay: the amount must be 0 to 3,600,000")]
    [InlineData("""{ "rules": [{ "kind": "clock.step", "amount": -3600001 }] }""", "clock.step: the amount must be -3,600,000 to 3,600,000")]
    public async Task A_bad_rule_is_refused_with_the_reason_and_changes_nothing(string body, string reason)
    {
        await StartAsync();
        await UseAsync("""{ "kind": "log.fail" }""");

        using var answer = await PutAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("log.fail", await host.Client.GetStringAsync(Faults, Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3_600_000)]
    [InlineData(-3_600_000)]
    public async Task A_stepped_clock_is_wrong_while_its_rule_stands(int amount)
    {
        await StartAsync();

        await UseAsync($$"""{ "kind": "clock.step", "amount": {{amount}} }""");
        var stepped = await ErrorOfClockAsync();
        await UseAsync("");
        var right = await ErrorOfClockAsync();

        Assert.InRange(stepped, amount / 1000 - 60, amount / 1000 + 60);
        Assert.InRange(right, -60, 60);
    }

    [Fact]
    public async Task The_services_keep_their_own_time_when_the_clock_is_stepped()
    {
        await StartAsync();
        await UseAsync("""{ "kind": "clock.step", "amount": 3600000 }""");

        await WriteAsync("a");
        await host.AppendAsync(0, "event");

        await seen.WaitForCountAsync(1);
        var events = await host.Log.ReadAsync(0, 0, 1, Cancellation);
        Assert.InRange((events[0].EnqueuedTime - TimeProvider.System.GetUtcNow()).TotalSeconds, -60, 60);
    }

    [Fact]
    public async Task A_duplicated_change_is_delivered_twice()
    {
        await StartAsync();
        await UseAsync("""{ "kind": "feed.duplicate", "on": "push", "times": 1 }, { "kind": "feed.duplicate", "on": "other" }""");

        await WriteAsync("a");
        await seen.WaitForCountAsync(2);
        await WriteAsync("b");

        Assert.Equal(["a 0", "a 0", "b 0"], await seen.WaitForCountAsync(3));
        Assert.Contains("\"feed.duplicate\":1", await host.Client.GetStringAsync(Faults, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_is_duplicated_late_comes_again_after_a_later_one()
    {
        await StartAsync();
        await UseAsync("""{ "kind": "feed.duplicate", "on": "push", "times": 1, "amount": 3000 }""");

        await WriteAsync("a");
        await seen.WaitForCountAsync(1);
        await WriteAsync("b");

        Assert.Equal(["a 0", "b 0", "a 0"], await seen.WaitForCountAsync(3));
    }

    [Fact]
    public async Task A_delayed_change_is_delivered_late()
    {
        await StartAsync();
        await UseAsync("""{ "kind": "feed.delay", "on": "push", "amount": 1500 }""");

        var start = Stopwatch.GetTimestamp();
        await WriteAsync("a");
        await seen.WaitForCountAsync(1);

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 1.4, 30);
    }

    [Fact]
    public async Task A_message_that_its_hub_does_not_take_fails_the_invocation_which_is_retried_until_it_arrives()
    {
        await StartAsync();
        await using var client = await ConnectAsync();
        var received = new Recorder<string>();
        using var said = client.On<string>("said", received.Add);
        await UseAsync("""{ "kind": "signalr.fail", "on": "polls", "times": 2 }""");

        await WriteAsync("a");

        Assert.Equal(["a"], await received.WaitForCountAsync(1));
        Assert.Equal(["a 0", "a 1", "a 2"], seen.Entries);
    }

    [Fact]
    public async Task A_message_of_a_request_that_its_hub_does_not_take_fails_the_request()
    {
        await StartAsync();
        await UseAsync("""{ "kind": "signalr.fail", "times": 1 }""");

        using var first = await host.Client.PostAsync(new Uri("api/say", UriKind.Relative), null, Cancellation);
        using var second = await host.Client.PostAsync(new Uri("api/say", UriKind.Relative), null, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, first.StatusCode);
        Assert.True(second.IsSuccessStatusCode);
    }

    private async Task StartAsync(string faults = "true") => host = await TestHost.StartAsync(typeof(FaultFunctions), builder =>
    {
        builder.Configuration["LIVETALLY_FAULTS"] = faults;
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(seen);
    });

    private async Task UseAsync(string rules)
    {
        using var answer = await PutAsync($$"""{ "seed": 1, "rules": [{{rules}}] }""");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PutAsync(string json)
    {
        using var body = new StringContent(json);
        return await host.Client.PutAsync(Faults, body, Cancellation);
    }

    private async Task<double> ErrorOfClockAsync()
    {
        var now = await host.Client.GetFromJsonAsync<DateTimeOffset>(new Uri("api/clock", UriKind.Relative), Cancellation);
        return (now - TimeProvider.System.GetUtcNow()).TotalSeconds;
    }

    private async Task WriteAsync(string id)
    {
        using var client = new CosmosClient(
            host.Services.GetRequiredService<IConfiguration>()["Cosmos"],
            new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });
        Database database = await client.CreateDatabaseIfNotExistsAsync("db", cancellationToken: Cancellation);
        var properties = new ContainerProperties("items", "/id") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 };
        Container items = await database.CreateContainerIfNotExistsAsync(properties, cancellationToken: Cancellation);
        await items.UpsertItemAsync(new Dictionary<string, object> { ["id"] = id }, cancellationToken: Cancellation);
    }

    private async Task<HubConnection> ConnectAsync()
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(host.Client.BaseAddress!, "api")).Build();
        await connection.StartAsync(Cancellation);
        return connection;
    }
}
