using LiveTally.Local.Functions.Hosting;
using LiveTally.Local.Functions.SignalR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Http;

/// <summary>Answers the requests of one function.</summary>
internal sealed class HttpFunctionEndpoint(
    FunctionDescriptor function, FunctionInvoker invoker, OutputSender outputs, ILogger<HttpFunctionEndpoint> logger)
{
    public async Task InvokeAsync(HttpContext httpContext)
    {
        var invocation = new HttpInvocation(function, httpContext);
        try
        {
            await invoker.InvokeAsync(invocation);
            // Before the response, so that whoever has it can rely on the outputs.
            await outputs.SendAsync(invocation);
            await HttpResponseResult.WriteAsync(invocation);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            Log.RequestAborted(logger, function.Name);
        }
        catch (Exception e)
        {
            Log.RequestFailed(logger, e, function.Name);
            Fail(httpContext, (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError);
        }
    }

    private static void Fail(HttpContext httpContext, int status)
    {
        if (httpContext.Response.HasStarted)
        {
            httpContext.Abort();
            return;
        }

        httpContext.Response.Clear();
        httpContext.Response.StatusCode = status;
    }
}
