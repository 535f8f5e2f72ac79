using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveTally.Local.Functions.Http;

internal static class HttpResponseResult
{
    /// <summary>
    /// Writes the result, or the property with [HttpResult]. Anything but ASP.NET Core's results leaves the response as it is: 200, empty.
    /// </summary>
    public static Task WriteAsync(HttpInvocation invocation)
    {
        var httpContext = invocation.HttpContext;
        var result = invocation.Result;
        if (result is null && invocation.Outputs is { } outputs)
            result = invocation.Function.Outputs.HttpResult?.Invoke(outputs);

        return result switch
        {
            IActionResult action =>
                action.ExecuteResultAsync(new ActionContext(httpContext, httpContext.GetRouteData(), new ActionDescriptor())),
            IResult answer => answer.ExecuteAsync(httpContext),
            _ => Task.CompletedTask,
        };
    }
}
