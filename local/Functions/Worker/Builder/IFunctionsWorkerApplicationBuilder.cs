using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Builds the pipeline through which every invocation goes.</summary>
public interface IFunctionsWorkerApplicationBuilder
{
    IServiceCollection Services { get; }

    /// <summary>Adds a middleware; the first added is the outermost.</summary>
    IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
}
