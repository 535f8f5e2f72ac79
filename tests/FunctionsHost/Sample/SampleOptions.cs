namespace LiveTally.Tests.FunctionsHost.Sample;

public sealed class SampleOptions
{
    public int Quota { get; set; }
}
