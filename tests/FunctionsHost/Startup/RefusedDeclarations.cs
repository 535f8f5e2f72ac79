using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LiveTally.Tests.FunctionsHost.Startup;

public static class HubOfSetting
{
    [Function("hub")]
    public static void Run([EventHubTrigger("%NO_HUB%")] string[] events)
    {
    }
}

public static class EmptySetting
{
    [Function("empty")]
    public static void Run([TimerTrigger("%EMPTY%")] TimerInfo timer)
    {
    }
}

public static class LonePercent
{
    [Function("percent")]
    public static IResult Run([HttpTrigger("get", Route = "50% off")] HttpRequest request) => Results.Ok();
}

public static class BadInterval
{
    [Function("interval")]
    [FixedDelayRetry(3, "soon")]
    public static void Run([TimerTrigger("00:00:01")] TimerInfo timer)
    {
    }
}

public static class BadBackoff
{
    [Function("backoff")]
    [ExponentialBackoffRetry(3, "00:01:00", "00:00:01")]
    public static void Run([TimerTrigger("00:00:01")] TimerInfo timer)
    {
    }
}

public static class TooFewRetries
{
    [Function("few")]
    [FixedDelayRetry(-2, "00:00:01")]
    public static void Run([TimerTrigger("00:00:01")] TimerInfo timer)
    {
    }
}

public static class RetriedRequest
{
    [Function("request")]
    [FixedDelayRetry(3, "00:00:01")]
    public static IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Ok();
}

public static class TwoPolicies
{
    [Function("policies")]
    [FixedDelayRetry(3, "00:00:01")]
    [ExponentialBackoffRetry(3, "00:00:01", "00:00:02")]
    public static void Run([TimerTrigger("00:00:01")] TimerInfo timer)
    {
    }
}

public static class TwoTriggers
{
    [Function("triggers")]
    public static void Run([TimerTrigger("00:00:01")][HttpTrigger("get")] TimerInfo timer)
    {
    }
}

public static class TwoOutputs
{
    [Function("outputs")]
    [SignalROutput(HubName = "polls")]
    [UnknownOutput]
    public static SignalRMessageAction Run([HttpTrigger("get")] HttpRequest request) => new("results");
}

public static class OutputOfAnotherKind
{
    [Function("other")]
    [UnknownOutput]
    public static string Run([HttpTrigger("get")] HttpRequest request) => "";
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class UnknownOutputAttribute : OutputBindingAttribute;
