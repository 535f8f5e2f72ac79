using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.FunctionsHost.Tracing;

public sealed class TracingTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Without_listeners_a_function_sees_the_callers_trace_context()
    {
        await using var host = await TestHost.StartAsync(typeof(TracedFunctions));

        Assert.Equal($"{Parent} vendor=1 none", await GetAsync(host, "api/traced-alone"));
    }

    [Fact]
    public async Task With_a_listener_each_invocation_is_an_activity()
    {
        var activities = new Recorder<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.Azure.Functions.Worker",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name == "function traced" ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await TestHost.StartAsync(typeof(TracedFunctions));

        var text = await GetAsync(host, "api/traced");

        var activity = Assert.Single(await activities.WaitForCountAsync(1));
        Assert.Equal($"{activity.Id} vendor=1 function traced", text);
        Assert.Equal(Parent, activity.ParentId);
        Assert.Equal("traced", activity.GetTagItem("faas.name"));
    }

    private static async Task<string> GetAsync(TestHost host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("traceparent", Parent);
        request.Headers.Add("tracestate", "vendor=1");
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

public static class TracedFunctions
{
    [Function("traced")]
    public static IResult Traced([HttpTrigger("get")] HttpRequest request, FunctionContext context) => Describe(context);

    [Function("traced-alone")]
    public static IResult Alone([HttpTrigger("get")] HttpRequest request, FunctionContext context) => Describe(context);

    private static IResult Describe(FunctionContext context) => Results.Text(
        $"{context.TraceContext.TraceParent} {context.TraceContext.TraceState} {Activity.Current?.OperationName ?? "none"}");
}
