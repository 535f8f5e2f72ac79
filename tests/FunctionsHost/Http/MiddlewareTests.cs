using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveTally.Tests.FunctionsHost.Http;

public sealed class MiddlewareTests
{
    private static readonly Uri Path = new("api/inner", UriKind.Relative);
    private static readonly Uri OtherPath = new("api/other", UriKind.Relative);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_added_is_the_outermost_and_all_share_the_items()
    {
        await using var host = await TestHost.StartAsync(typeof(InnerFunctions), builder => builder
            .UseMiddleware((context, next) => Around(context, next, "a"))
            .UseMiddleware((context, next) => Around(context, next, "b")));

        Assert.Equal("ab", await host.Client.GetStringAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_middleware_runs_only_when_its_condition_holds()
    {
        await using var host = await TestHost.StartAsync(typeof(InnerFunctions), builder => builder.UseWhen(
            context => context.FunctionDefinition.Name == "other", (context, next) => Around(context, next, "x")));

        Assert.Equal("", await host.Client.GetStringAsync(Path, Cancellation));
        Assert.Equal("x", await host.Client.GetStringAsync(OtherPath, Cancellation));
    }

    [Fact]
    public async Task A_middleware_may_answer_in_the_functions_place()
    {
        await using var host = await TestHost.StartAsync(typeof(InnerFunctions), builder => builder.UseMiddleware((context, next) =>
        {
            context.GetInvocationResult().Value = Results.Text("no");
            return Task.CompletedTask;
        }));

        Assert.Equal("no", await host.Client.GetStringAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_middleware_may_replace_what_the_function_returned()
    {
        await using var host = await TestHost.StartAsync(typeof(InnerFunctions), builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            context.GetInvocationResult<IResult>().Value = Results.Text("instead");
        }));

        Assert.Equal("instead", await host.Client.GetStringAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_middleware_class_is_created_once_with_its_services()
    {
        var created = new Recorder<string>();
        await using var host = await TestHost.StartAsync(typeof(InnerFunctions), builder =>
        {
            builder.Services.AddSingleton(created);
            builder.UseMiddleware<CountingMiddleware>();
        });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Client.GetStringAsync(Path, Cancellation)));

        Assert.Single(created.Entries);
    }

    [Fact]
    public async Task A_middleware_sees_what_the_function_throws()
    {
        await using var host = await TestHost.StartAsync(typeof(InnerFunctions), builder => builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (NotSupportedException e)
            {
                context.GetInvocationResult().Value = Results.Text(e.Message);
            }
        }));

        Assert.Equal("thrown", await host.Client.GetStringAsync(new Uri("api/throws", UriKind.Relative), Cancellation));
    }

    private static Task Around(FunctionContext context, Func<Task> next, string mark)
    {
        context.Items["marks"] = (context.Items.TryGetValue("marks", out var marks) ? marks : "") + mark;
        return next();
    }
}

public static class InnerFunctions
{
    [Function("inner")]
    public static IResult Inner([HttpTrigger("get")] HttpRequest request, FunctionContext context) => Marks(context);

    [Function("other")]
    public static IResult Other([HttpTrigger("get")] HttpRequest request, FunctionContext context) => Marks(context);

    [Function("throws")]
    public static IResult Throws([HttpTrigger("get")] HttpRequest request) => throw new NotSupportedException("thrown");

    private static IResult Marks(FunctionContext context) =>
        Results.Text(context.Items.TryGetValue("marks", out var marks) ? (string)marks : "");
}

public sealed class CountingMiddleware : IFunctionsWorkerMiddleware
{
    public CountingMiddleware(Recorder<string> created) => created.Add("created");

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => next(context);
}
