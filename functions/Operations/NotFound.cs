using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Operations;

/// <summary>Whatever no other function answers.</summary>
public sealed class NotFound
{
    [Function(nameof(NotFound))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        new Problem(Errors.RouteNotFound, $"No call is known as {request.Method} {request.Path}.");
}
