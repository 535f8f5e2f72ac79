using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.FunctionsHost.EventHubs;

/// <summary>A batch as a function got it.</summary>
public sealed record Batch(string Partition, IReadOnlyList<string> Events, IReadOnlyList<long> SequenceNumbers, int RetryCount);

/// <summary>What a function does with a batch; the test decides.</summary>
public delegate Task Handler(Batch batch, CancellationToken cancellationToken);

public sealed class BatchFunctions(Recorder<Batch> batches, Handler handler)
{
    [Function("batch")]
    [FixedDelayRetry(2, "00:00:00.050")]
    public async Task Batch(
        [EventHubTrigger("votes")] string[] events,
        long[] sequenceNumberArray,
        JsonElement partitionContext,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var partition = partitionContext.GetProperty("PartitionId").GetString()!;
        var batch = new Batch(partition, events, sequenceNumberArray, context.RetryContext.RetryCount);
        batches.Add(batch);
        await handler(batch, cancellationToken);
    }
}

public sealed class ForeverFunctions(Recorder<Batch> batches, Handler handler)
{
    [Function("forever")]
    [ExponentialBackoffRetry(-1, "00:00:00.020", "00:00:00.040")]
    public async Task Forever([EventHubTrigger("%HUB%", ConsumerGroup = "%GROUP%")] byte[][] events, FunctionContext context)
    {
        var batch = new Batch("", [.. events.Select(System.Text.Encoding.UTF8.GetString)], [], context.RetryContext.RetryCount);
        batches.Add(batch);
        await handler(batch, context.CancellationToken);
    }
}

public sealed class MetadataFunctions(Recorder<string> seen)
{
    [Function("metadata")]
    public void Metadata(
        [EventHubTrigger("votes")] ReadOnlyMemory<byte>[] events,
        long[] sequenceNumberArray,
        string[] offsetArray,
        string?[] partitionKeyArray,
        DateTime[] enqueuedTimeUtcArray,
        JsonElement[] propertiesArray,
        JsonElement partitionContext,
        FunctionContext context)
    {
        var data = context.BindingContext.BindingData;
        for (var i = 0; i < events.Length; i++)
            seen.Add($"{sequenceNumberArray[i]} {events[i].Length} {partitionKeyArray[i]} {enqueuedTimeUtcArray[i].Kind}");
        seen.Add($"offsets {long.Parse(offsetArray[0], null) >= 0}");
        string[] names = ["EventHubName", "ConsumerGroup", "PartitionId"];
        seen.Add($"context {string.Join(' ', names.Select(partitionContext.GetProperty))}");
        seen.Add($"properties {string.Join(' ', propertiesArray)}");
        seen.Add($"data {data["sequenceNumberArray"]} {data["PartitionKeyArray"]}");
    }
}

public sealed class SingleFunctions(Recorder<string> seen)
{
    [Function("single")]
    public void OneByOne([EventHubTrigger("votes", IsBatched = false)] string text) => seen.Add(text);
}
