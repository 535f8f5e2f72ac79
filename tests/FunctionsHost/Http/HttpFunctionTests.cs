using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tests.FunctionsHost.Http;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private readonly LogCapture logs = new();
    private readonly Recorder<Scoped> scopes = new();
    private TestHost host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(typeof(HttpFunctionSamples), builder =>
    {
        builder.Services.AddScoped<Scoped>();
        builder.Services.AddSingleton(scopes);
        builder.Logging.AddProvider(logs);
    });

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        logs.Dispose();
    }

    [Theory]
    [InlineData(
        "api/typed/abc/7/9000000000/00000000-0000-0000-0000-0000000000ff", "GET abc 7 9000000000 00000000-0000-0000-0000-0000000000ff")]
    [InlineData("api/typed/a%20b/-1/0/00000000-0000-0000-0000-000000000000", "GET a b -1 0 00000000-0000-0000-0000-000000000000")]
    [InlineData("api/optional", "none")]
    [InlineData("api/optional/5", "5")]
    [InlineData("api/default-route", "GET")]
    [InlineData("api/context/p1?page=3", "context httpTrigger p1 3 True True 0")]
    [InlineData("api/value-task", "awaited")]
    [InlineData("api/token", "the request's")]
    [InlineData("api/scope", "True False")]
    public async Task A_function_gets_what_its_parameters_ask_for(string path, string expected) =>
        Assert.Equal(expected, await host.Client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));

    [Theory]
    [InlineData("api/typed/abc/seven/1/00000000-0000-0000-0000-0000000000ff")]
    [InlineData("api/typed/abc/7/1/not-a-guid")]
    [InlineData("api/optional/five")]
    [InlineData("api/nothing-here")]
    [InlineData("default-route")]
    public async Task What_is_no_function_or_does_not_convert_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path)).StatusCode);

    [Fact]
    public async Task A_method_that_the_function_does_not_take_is_refused()
    {
        using var answer = await host.Client.PostAsync(new Uri("api/action", UriKind.Relative), null, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task A_function_without_methods_takes_them_all()
    {
        using var answer = await host.Client.DeleteAsync(new Uri("api/default-route", UriKind.Relative), Cancellation);

        Assert.Equal("DELETE", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task The_body_binds_beside_the_route()
    {
        var body = new { voter = "ann", CHOICES = new[] { 1, 2 } };
        using var answer = await host.Client.PostAsJsonAsync("api/polls/p1/votes", body, Cancellation);

        Assert.Equal("p1 ann 1,2", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task An_action_result_is_executed_by_mvc()
    {
        using var answer = await GetAsync("api/action");

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Equal("""{"voter":"ann","choices":[1]}""", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("api/text", HttpStatusCode.OK)]
    [InlineData("api/task", HttpStatusCode.NoContent)]
    [InlineData("api/fails", HttpStatusCode.InternalServerError)]
    [InlineData("api/fails-late", HttpStatusCode.InternalServerError)]
    public async Task What_is_no_result_of_aspnetcore_leaves_the_body_empty(string path, HttpStatusCode expected)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_body_that_does_not_fit_fails_as_in_the_worker()
    {
        using var answer = await host.Client.PostAsJsonAsync("api/polls/p1/votes", new { choices = "none" }, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task A_failure_is_logged_once_with_the_functions_name()
    {
        using var answer = await GetAsync("api/fails");

        var error = Assert.Single(logs.Entries, entry => entry.Level >= LogLevel.Error);
        Assert.Equal("Function fails failed", error.Message);
        Assert.IsType<InvalidOperationException>(error.Exception);
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_that_ends_with_it()
    {
        using var first = await GetAsync("api/scope");
        using var second = await GetAsync("api/scope");

        // A scope may end just after its answer has gone out.
        var seen = await scopes.WaitForCountAsync(2);
        for (var tries = 0; tries < 500 && !seen.All(scoped => scoped.IsDisposed); tries++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.All(seen, scoped => Assert.True(scoped.IsDisposed));
        Assert.NotSame(seen[0], seen[1]);
    }

    [Fact]
    public async Task The_server_does_not_name_itself()
    {
        using var answer = await GetAsync("api/task");

        Assert.False(answer.Headers.Contains("Server"));
    }

    private Task<HttpResponseMessage> GetAsync(string path) => host.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
}
