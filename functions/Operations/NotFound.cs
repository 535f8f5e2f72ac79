using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Operations;

/// <summary>Whatever no other function answers: an address that is none, or a method that its calls do not take.</summary>
public sealed class NotFound
{
    [Function(nameof(NotFound))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var methods = RouteTable.MethodsAt(request.Path);
        if (methods.IsEmpty)
            return new Problem(Errors.RouteNotFound, $"No call is known as {request.Method} {request.Path}.");

        var allow = string.Join(", ", methods);
        request.HttpContext.Response.Headers.Allow = allow;
        return new Problem(Errors.MethodNotAllowed, $"{request.Method} is not among {allow}.");
    }
}
