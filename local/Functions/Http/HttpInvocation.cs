using System.Diagnostics;
using LiveTally.Local.Functions.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Http;

/// <summary>An invocation by a request. Its services are the request's, its token the client's patience.</summary>
internal sealed class HttpInvocation(FunctionDescriptor function, HttpContext httpContext)
    : LocalFunctionContext(function, httpContext.RequestAborted)
{
    private IServiceProvider? instanceServices;

    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The body, for a parameter with [FromBody].</summary>
    public object? Body { get; private set; }

    public override IServiceProvider InstanceServices
    {
        get => instanceServices ?? HttpContext.RequestServices;
        set => instanceServices = value;
    }

    public override async ValueTask PrepareAsync()
    {
        if (((HttpTriggerBinding)Function.Trigger).BodyType is { } type)
            Body = await JsonRequestBody.ReadAsync(HttpContext, type);
    }

    public override TraceContext CreateTraceContext() => Activity.Current is null
        ? new LocalTraceContext(HttpContext.Request.Headers.TraceParent.ToString(), HttpContext.Request.Headers.TraceState.ToString())
        : base.CreateTraceContext();

    protected override IReadOnlyDictionary<string, object?> CreateBindingData() => HttpBindingData.Of(HttpContext.Request);
}
