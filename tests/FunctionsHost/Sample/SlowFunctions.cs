using System.Text;
using LiveTally.Local.EventHubs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Tests.FunctionsHost.Sample;

/// <summary>Functions that are still at work when the process is told to end. They say so on stdout.</summary>
public static class SlowFunctions
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    [Function("slow")]
    public static async Task<IResult> Slow([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request)
    {
        Console.WriteLine("request begins");
        await Task.Delay(Duration);
        return Results.Text("done");
    }

    [Function("append")]
    public static async Task<IResult> Append(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "append/{text}")] HttpRequest request, string text)
    {
        var log = request.HttpContext.RequestServices.GetRequiredService<EventLog>();
        await log.AppendAsync(0, [Encoding.UTF8.GetBytes(text)], request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    [Function("consume")]
    public static async Task Consume([EventHubTrigger("votes")] string[] events, CancellationToken cancellationToken)
    {
        Console.WriteLine($"batch begins: {string.Join(',', events)}");
        await Task.Delay(Duration, cancellationToken);
        Console.WriteLine($"batch ends: {string.Join(',', events)}");
    }
}
