using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LiveTally.Tests.Infrastructure.AzureTarget;

/// <summary>host.json, and what the hosts make of it.</summary>
public sealed class TheHost
{
    [Fact]
    public void Takes_batches_of_the_log_and_moves_on_after_each()
    {
        var hubs = Json.Read("host.json")["extensions"]!["eventHubs"]!;

        // Fewer checkpoints leave events that look unread, and instances that never go.
        Assert.Equal(1, (int)hubs["batchCheckpointFrequency"]!);
        Assert.True((int)hubs["prefetchCount"]! >= (int)hubs["maxEventBatchSize"]!);
        // A partition is taken over only after several renewals have failed to come.
        Assert.True(Time(hubs["partitionOwnershipExpirationInterval"]!) >= 3 * Time(hubs["loadBalancingUpdateInterval"]!));
    }

    [Fact]
    public void Never_ends_an_invocation_for_its_length_since_the_trigger_would_go_on_behind_it()
    {
        Assert.Equal("-1", (string?)Json.Read("host.json")["functionTimeout"]);
    }

    [Fact]
    public void Leaves_telemetry_to_OpenTelemetry()
    {
        Assert.Equal("OpenTelemetry", (string?)Json.Read("host.json")["telemetryMode"]);
    }

    [Fact]
    public void Gives_every_function_that_reads_the_log_a_consumer_group_of_its_own()
    {
        var groups = Application.Bindings.OfType<EventHubTriggerAttribute>().Select(trigger => trigger.ConsumerGroup).ToArray();

        Assert.Distinct(groups);
    }

    [Fact]
    public void Retries_every_function_that_reads_a_stream_without_end_since_the_stream_would_go_on_without_it()
    {
        var readers = Application.Functions.Where(function => Application.BindingsOf(function).Any(IsOfAStream)).ToArray();

        Assert.NotEmpty(readers);
        Assert.All(readers, function => Assert.Contains(
            function.GetCustomAttributes(inherit: false).OfType<ExponentialBackoffRetryAttribute>(), retry => retry.MaxRetryCount == -1));
    }

    private static bool IsOfAStream(BindingAttribute binding) => binding is EventHubTriggerAttribute or CosmosDBTriggerAttribute;

    private static TimeSpan Time(System.Text.Json.Nodes.JsonNode node) => TimeSpan.Parse((string)node!, System.Globalization.CultureInfo.InvariantCulture);
}
