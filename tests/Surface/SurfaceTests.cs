using Microsoft.Azure.Functions.Worker.Builder;

namespace LiveTally.Tests.Surface;

public sealed class SurfaceTests
{
    private static readonly WorkerApi Worker = WorkerApi.Read();

    public static TheoryData<string> WorkerTypes => [.. ExportedTypes().Where(IsOfTheWorker).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(WorkerTypes))]
    public void A_type_is_a_part_of_the_real_workers(string typeName)
    {
        var type = typeof(FunctionsApplication).Assembly.GetType(typeName, throwOnError: true)!;

        Assert.Empty(Worker.Differences(type));
        Assert.Empty(Worker.Missing(type));
    }

    [Fact]
    public void Every_exported_type_is_either_the_workers_or_the_local_hosts_own()
    {
        var own = ExportedTypes().Where(type => !IsOfTheWorker(type)).Select(type => type.FullName);

        Assert.Equal(["LiveTally.Local.Functions.LocalHostOptions"], own);
    }

    [Fact]
    public void Types_that_the_application_needs_are_there()
    {
        string[] expected =
        [
            "FunctionAttribute", "HttpTriggerAttribute", "HttpResultAttribute", "EventHubTriggerAttribute", "CosmosDBTriggerAttribute",
            "TimerTriggerAttribute", "SignalROutputAttribute", "SignalRConnectionInfoInputAttribute", "FixedDelayRetryAttribute",
            "ExponentialBackoffRetryAttribute", "FunctionContext", "WorkerOptions",
        ];

        var offered = ExportedTypes().Where(type => type.Namespace == "Microsoft.Azure.Functions.Worker").Select(type => type.Name);
        Assert.Empty(expected.Except(offered));
    }

    private static Type[] ExportedTypes() => typeof(FunctionsApplication).Assembly.GetExportedTypes();

    private static bool IsOfTheWorker(Type type) => !type.Namespace!.StartsWith("LiveTally.Local.", StringComparison.Ordinal);
}
