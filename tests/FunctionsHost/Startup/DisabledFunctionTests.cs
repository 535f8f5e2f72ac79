using System.Net;
using LiveTally.Tests.FunctionsHost.EventHubs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.FunctionsHost.Startup;

public sealed class DisabledFunctionTests
{
    private readonly Recorder<Batch> _batches = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AzureWebJobs.hello.Disabled", "true", HttpStatusCode.NotFound)]
    [InlineData("AzureWebJobs_hello_Disabled", "1", HttpStatusCode.NotFound)]
    [InlineData("AzureWebJobs.hello.Disabled", "false", HttpStatusCode.OK)]
    [InlineData("AzureWebJobs.other.Disabled", "true", HttpStatusCode.OK)]
    public async Task A_request_does_not_reach_a_function_that_is_switched_off(string setting, string value, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(typeof(Hello), builder => builder.Configuration[setting] = value);

        using var answer = await host.Client.GetAsync(new Uri("api/hello", UriKind.Relative), Cancellation);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Events_wait_for_a_function_until_it_is_switched_on()
    {
        using var directory = new TemporaryDirectory();
        await using (var off = await TestHost.StartAsync(directory, typeof(BatchFunctions), builder =>
        {
            Recording(builder);
            builder.Configuration["AzureWebJobs.batch.Disabled"] = "true";
        }))
        {
            await off.AppendAsync(0, "waits");
            await Task.Delay(300, Cancellation);
            Assert.Empty(_batches.Entries);
        }

        await using var on = await TestHost.StartAsync(directory, typeof(BatchFunctions), Recording);

        Assert.Equal(["waits"], Assert.Single(await _batches.WaitAsync(batches => batches.Count > 0)).Events);
    }

    private void Recording(FunctionsApplicationBuilder builder) =>
        builder.Services.AddSingleton(_batches).AddSingleton<Handler>((_, _) => Task.CompletedTask);

    public sealed class Hello
    {
        [Function("hello")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text(request.Method);
    }
}
