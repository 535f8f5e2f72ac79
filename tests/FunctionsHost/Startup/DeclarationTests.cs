using LiveTally.Local.Functions.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace LiveTally.Tests.FunctionsHost.Startup;

public sealed class DeclarationTests
{
    [Theory]
    [InlineData(typeof(TwoOfOneName), "function TWIN: the name is taken twice")]
    [InlineData(typeof(UnknownParameter), "function odd: the local host cannot bind its parameter Uri where (httpTrigger)")]
    [InlineData(typeof(NoTrigger), "function none: 0 of its parameters have a trigger attribute; one must")]
    [InlineData(typeof(BadRoute), "function route: the route 'api/{': ")]
    [InlineData(typeof(BadSchedule), "function timer: '* * * * *' is neither an NCRONTAB expression of six fields nor a time span above 0")]
    [InlineData(typeof(MissingSetting), "function setting: the setting 'NOT_SET' is not set")]
    [InlineData(typeof(BatchOfOne), "function batch: the local host cannot bind its parameter String text (eventHubTrigger)")]
    [InlineData(typeof(TwoHubs), "function b: the local host has one event hub, and another function calls it one")]
    [InlineData(typeof(SameGroup), "function b: it shares the consumer group $Default with a")]
    [InlineData(typeof(UnmarkedResult), "function unmarked: the property Response of its return type lacks [HttpResult]")]
    [InlineData(typeof(WrongOutput), "function output: [SignalROutput] of $return cannot take String")]
    [InlineData(typeof(NotPublic), "function hidden: LiveTally.Tests.FunctionsHost.Startup.NotPublic is not public")]
    [InlineData(typeof(AsyncVoid), "function void: it is async void")]
    [InlineData(typeof(HubOfSetting), "function hub: the setting 'NO_HUB' is not set")]
    [InlineData(typeof(EmptySetting), "function empty: the setting 'EMPTY' is not set")]
    [InlineData(typeof(LonePercent), "function percent: '50% off' has a % that no other closes")]
    [InlineData(typeof(BadInterval), "function interval: Expected a time span of at least 0. (Parameter 'delayInterval')")]
    [InlineData(typeof(BadBackoff), "function backoff: ")]
    [InlineData(typeof(TooFewRetries), "function few: -2 retries; -1 means for ever")]
    [InlineData(typeof(RetriedRequest), "function request: a host does not retry what a request started")]
    [InlineData(typeof(TwoPolicies), "function policies: it has ")]
    [InlineData(typeof(TwoTriggers), "function triggers: it has ")]
    [InlineData(typeof(OutputOfAnotherKind), "function other: the local host has no UnknownOutputAttribute")]
    [InlineData(typeof(TwoOutputs), "function outputs: it has ")]
    public void A_function_that_cannot_be_run_is_named_with_the_reason(Type functions, string expected)
    {
        using var directory = new TemporaryDirectory();

        var builder = TestHost.Builder(directory.Path, functions);
        builder.Configuration["EMPTY"] = "";
        var failure = Assert.Throws<StartupException>(() => builder.Build());

        Assert.StartsWith(expected, StartupErrors.Describe(failure), StringComparison.Ordinal);
    }

    [Fact]
    public void Http_functions_need_the_web_application()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.FunctionTypes = [typeof(Fine)];

        var failure = Assert.Throws<StartupException>(() => builder.Build());

        Assert.Equal("function fine: HTTP functions need builder.ConfigureFunctionsWebApplication()", failure.Message);
    }

    [Theory]
    [InlineData("LIVETALLY_PORT", "high", "LIVETALLY_PORT: 'high' is not a whole number from 0 to 65535")]
    [InlineData("LIVETALLY_PORT", "65536", "LIVETALLY_PORT: '65536' is not a whole number from 0 to 65535")]
    [InlineData("LIVETALLY_COSMOS_PORT", "-1", "LIVETALLY_COSMOS_PORT: '-1' is not a whole number from 0 to 65535")]
    [InlineData("LIVETALLY_PARTITIONS", "0", "LIVETALLY_PARTITIONS: '0' is not a whole number from 1 to 1024")]
    [InlineData("LIVETALLY_FAULTS", "maybe", "LIVETALLY_FAULTS: 'maybe' is neither true nor false")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:80", "Kestrel__Endpoints__Http: the local target listens on 127.0.0.1 only, at LIVETALLY_PORT")]
    [InlineData("Logging:LogLevel:X", "loud", "Logging__LogLevel__X: 'loud' is no log level; there are Trace, Debug, Information, Warning, Error, Critical, None")]
    [InlineData("Logging:Console:LogLevel:X", "loud", "Logging__Console__LogLevel__X: 'loud' is no log level; there are Trace, Debug, Information, Warning, Error, Critical, None")]
    public void A_setting_out_of_its_range_is_named(string key, string value, string expected)
    {
        using var directory = new TemporaryDirectory();
        var builder = TestHost.Builder(directory.Path, typeof(Fine));
        builder.Configuration[key] = value;

        Assert.Equal(expected, Assert.Throws<StartupException>(() => builder.Build()).Message);
    }

    [Theory]
    [InlineData("""{ "maxEventBatchSize": 0 }""", "extensions.eventHubs.maxEventBatchSize: must be at least 1")]
    [InlineData("""{ "minEventBatchSize": 101 }""", "extensions.eventHubs.minEventBatchSize: must be at most maxEventBatchSize")]
    [InlineData("""{ "maxWaitTime": 5 }""", "$.extensions.eventHubs.maxWaitTime: not as expected, at line 1")]
    public void A_setting_in_host_json_out_of_its_range_is_named(string eventHubs, string expected)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "host.json"), $$"""{ "extensions": { "eventHubs": {{eventHubs}} } }""");

        Assert.Equal($"host.json: {expected}", Assert.Throws<StartupException>(() => HostJson.Read(directory.Path)).Message);
    }

    [Theory]
    [InlineData("""{ "extensions": null }""", "$.extensions")]
    [InlineData("""{ "extensions": { "eventHubs": null } }""", "$.extensions.eventHubs")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": null } } }""", "$.extensions.http.routePrefix")]
    [InlineData("version: 2.0", "$")]
    [InlineData("", "$")]
    public void A_host_json_that_is_none_is_one_line_that_says_where(string text, string where)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "host.json"), text);

        var failure = Assert.Throws<StartupException>(() => HostJson.Read(directory.Path));

        Assert.Equal($"host.json: {where}: not as expected, at line 1", StartupErrors.Describe(failure));
    }

    [Fact]
    public void Without_host_json_the_defaults_are_the_real_hosts()
    {
        using var directory = new TemporaryDirectory();

        var settings = HostJson.Read(directory.Path).Extensions;
        var eventHubs = settings.EventHubs;

        Assert.Equal("api", settings.Http.RoutePrefix);
        Assert.Equal((100, 1, TimeSpan.FromMinutes(1)), (eventHubs.MaxEventBatchSize, eventHubs.MinEventBatchSize, eventHubs.MaxWaitTime));
        Assert.Equal((1, 300), (eventHubs.BatchCheckpointFrequency, eventHubs.PrefetchCount));
    }
}

public static class Fine
{
    [Function("fine")]
    public static IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Ok();
}

public static class TwoOfOneName
{
    [Function("twin")]
    public static IResult First([HttpTrigger("get")] HttpRequest request) => Results.Ok();

    [Function("TWIN")]
    public static IResult Second([HttpTrigger("get")] HttpRequest request) => Results.Ok();
}

public static class UnknownParameter
{
    [Function("odd")]
    public static IResult Run([HttpTrigger("get")] HttpRequest request, Uri where) => Results.Redirect(where.ToString());
}

public static class NoTrigger
{
    [Function("none")]
    public static IResult Run(HttpRequest request) => Results.Ok(request.Path);
}

public static class BadRoute
{
    [Function("route")]
    public static IResult Run([HttpTrigger("get", Route = "{")] HttpRequest request) => Results.Ok();
}

public static class BadSchedule
{
    [Function("timer")]
    public static void Run([TimerTrigger("* * * * *")] TimerInfo timer)
    {
    }
}

public static class MissingSetting
{
    [Function("setting")]
    public static void Run([TimerTrigger("%NOT_SET%")] TimerInfo timer)
    {
    }
}

public static class BatchOfOne
{
    [Function("batch")]
    public static void Run([EventHubTrigger("votes")] string text)
    {
    }
}

public static class TwoHubs
{
    [Function("a")]
    public static void First([EventHubTrigger("one")] string[] events)
    {
    }

    [Function("b")]
    public static void Second([EventHubTrigger("two", ConsumerGroup = "other")] string[] events)
    {
    }
}

public static class SameGroup
{
    [Function("a")]
    public static void First([EventHubTrigger("one")] string[] events)
    {
    }

    [Function("b")]
    public static void Second([EventHubTrigger("one")] string[] events)
    {
    }
}

public sealed record Unmarked([property: SignalROutput(HubName = "polls")] SignalRMessageAction? Message, IResult Response);

public static class UnmarkedResult
{
    [Function("unmarked")]
    public static Unmarked Run([HttpTrigger("get")] HttpRequest request) => new(null, Results.Ok());
}

public static class WrongOutput
{
    [Function("output")]
    [SignalROutput(HubName = "polls")]
    public static string Run([HttpTrigger("get")] HttpRequest request) => "";
}

internal static class NotPublic
{
    [Function("hidden")]
    public static IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Ok();
}

public static class AsyncVoid
{
    [Function("void")]
    public static async void Run([TimerTrigger("00:00:01")] TimerInfo timer) => await Task.Yield();
}
