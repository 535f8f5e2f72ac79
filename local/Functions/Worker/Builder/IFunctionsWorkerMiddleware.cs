namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>A step around every invocation; one instance serves all.</summary>
public interface IFunctionsWorkerMiddleware
{
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
