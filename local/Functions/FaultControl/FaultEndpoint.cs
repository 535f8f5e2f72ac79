using System.Text.Json;
using LiveTally.Local.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveTally.Local.Functions.FaultControl;

/// <summary><c>/_faults</c>, where tests say what goes wrong, and see how often it did.</summary>
internal sealed class FaultEndpoint(FaultInjector faults)
{
    private const string Path = "/_faults";

    public static void Map(IEndpointRouteBuilder routes, FaultInjector faults)
    {
        var endpoint = new FaultEndpoint(faults);
        routes.MapPut(Path, endpoint.PutAsync);
        routes.MapGet(Path, endpoint.GetAsync);
    }

    private async Task PutAsync(HttpContext context)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync(
                context.Request.Body, FaultJson.Default.FaultRequest, context.RequestAborted);
            if (request is null || request.Rules.Contains(null))
                throw new JsonException("Neither the whole nor a rule may be null.");
            faults.Use(request.Seed, request.Rules.Select(rule => rule!.ToRule()));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(e.Message, context.RequestAborted);
        }
    }

    private Task GetAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        new FaultState(faults.Rules, faults.Counts), FaultJson.Default.FaultState, contentType: null, context.RequestAborted);
}
