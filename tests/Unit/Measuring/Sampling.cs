using System.Diagnostics;
using LiveTally.Operations;
using OpenTelemetry.Trace;

namespace LiveTally.Tests.Unit.Measuring;

public sealed class Sampling
{
    [Theory]
    [InlineData(0, true, true)]
    [InlineData(0, false, false)]
    [InlineData(1, false, true)]
    public void A_caller_that_says_its_request_is_sampled_is_believed_only_where_callers_are_trusted(double ratio, bool trust, bool sampled) =>
        Assert.Equal(sampled, IsSampled(ratio, trust, ActivityTraceFlags.Recorded));

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(0, false, false)]
    [InlineData(1, false, true)]
    public void Nor_is_it_believed_more_when_the_worker_gives_it_out_as_a_parent_here(double ratio, bool trust, bool sampled) =>
        Assert.Equal(sampled, IsSampled(ratio, trust, ActivityTraceFlags.Recorded, isRemote: false));

    [Fact]
    public void A_child_is_sampled_as_its_parent_was()
    {
        var decisions = Enumerable.Range(0, 200).Select(_ => ActivityTraceId.CreateRandom()).Select(id =>
            (Parent: IsSampled(id, 0.5, trust: false, flags: null), Child: IsSampled(id, 0.5, trust: false, ActivityTraceFlags.Recorded, isRemote: false))).ToArray();

        Assert.Contains(decisions, decision => decision.Parent);
        Assert.Contains(decisions, decision => !decision.Parent);
        Assert.All(decisions, decision => Assert.Equal(decision.Parent, decision.Child));
    }

    [Fact]
    public void What_the_caller_does_not_sample_is_not_sampled() => Assert.False(IsSampled(1, true, ActivityTraceFlags.None));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_trace_that_begins_here_is_sampled_by_the_ratio(double ratio, bool sampled) => Assert.Equal(sampled, IsSampled(ratio, trust: true, flags: null));

    private static bool IsSampled(double ratio, bool trust, ActivityTraceFlags? flags, bool isRemote = true) =>
        IsSampled(ActivityTraceId.CreateRandom(), ratio, trust, flags, isRemote);

    private static bool IsSampled(ActivityTraceId id, double ratio, bool trust, ActivityTraceFlags? flags, bool isRemote = true)
    {
        var parent = flags is { } given ? new ActivityContext(id, ActivitySpanId.CreateRandom(), given, traceState: null, isRemote) : default;
        var sampler = TelemetrySetup.SamplerOf(new TelemetryOptions { SampleRatio = ratio, TrustCallers = trust });
        return sampler.ShouldSample(new SamplingParameters(parent, id, "any", ActivityKind.Server)).Decision == SamplingDecision.RecordAndSample;
    }
}
