using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.Infrastructure.AzureTarget;

/// <summary>Each breaks one rule of the worker, or is right in the nearest way.</summary>
public sealed class FaultyFunctions
{
    [Function("AZFW0002")]
    public static async void NobodyWaits([TimerTrigger("0 * * * * *")] TimerInfo timer) => await Task.Yield();

    [Function("")]
    public static async Task SomebodyWaits([TimerTrigger("0 * * * * *")] TimerInfo timer) => await Task.Yield();

    [Function("AZFW0008")]
    public static void OneForABatch([EventHubTrigger("votes")] byte[] body)
    {
    }

    [Function("")]
    public static void ABatch([EventHubTrigger("votes")] byte[][] bodies)
    {
    }

    [Function("")]
    public static void One([EventHubTrigger("votes", IsBatched = false)] byte[] body)
    {
    }

    [Function("AZFW0015")]
    public static Task<AnswerLost> LosesItsAnswer([HttpTrigger("get")] HttpRequest request) => Task.FromResult(new AnswerLost());

    [Function("")]
    public static Task<AnswerKept> KeepsItsAnswer([HttpTrigger("get")] HttpRequest request) => Task.FromResult(new AnswerKept());

    public sealed class AnswerLost
    {
        public IResult? Answer { get; init; }

        [SignalROutput(HubName = "hub")]
        public SignalRMessageAction? Message { get; init; }
    }

    public sealed class AnswerKept
    {
        [HttpResult]
        public IResult? Answer { get; init; }

        [SignalROutput(HubName = "hub")]
        public SignalRMessageAction? Message { get; init; }
    }
}
