using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

internal sealed class LocalTraceContext(string traceParent, string traceState) : TraceContext
{
    public override string TraceParent { get; } = traceParent;

    public override string TraceState { get; } = traceState;
}
