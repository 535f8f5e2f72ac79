using LiveTally.Local.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextExtensions
{
    /// <summary>The request that started the function; null when something else did.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) => (context as HttpInvocation)?.HttpContext;
}
