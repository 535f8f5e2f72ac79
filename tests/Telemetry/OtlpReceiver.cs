using System.Collections.Concurrent;
using LiveTally.Tests.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tests.Telemetry;

/// <summary>Stands where a collector would: takes what the exporter sends by OTLP over HTTP.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly ConcurrentQueue<string> _services = new();

    private OtlpReceiver(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.Single());

    public IReadOnlyCollection<Span> Spans => [.. _spans];

    /// <summary>What the senders call themselves.</summary>
    public IReadOnlyCollection<string> Services => [.. _services.Distinct()];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var receiver = new OtlpReceiver(web);
        web.MapPost("/v1/traces", receiver.TakeAsync);
        web.MapPost("/v1/metrics", () => Results.Ok());
        await web.StartAsync();
        return receiver;
    }

    /// <summary>The spans of a trace, once they are as they should be.</summary>
    public async Task<IReadOnlyList<Span>> TraceAsync(string traceId, Func<IReadOnlyList<Span>, bool> until)
    {
        var deadline = Environment.TickCount64 + 30_000;
        while (true)
        {
            var spans = _spans.Where(span => span.TraceId() == traceId).ToArray();
            if (until(spans))
                return spans;
            Assert.True(Environment.TickCount64 < deadline, $"The trace stays at: {string.Join(", ", spans.Select(span => span.Name))}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        foreach (var resource in ExportedTraces.Parser.ParseFrom(body.ToArray()).Resources)
        {
            _services.Enqueue(resource.Resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.Text);
            foreach (var span in resource.Scopes.SelectMany(scope => scope.Spans))
                _spans.Enqueue(span);
        }

        return Results.Bytes([], "application/x-protobuf");
    }
}

internal static class Spans
{
    public static string TraceId(this Span span) => Convert.ToHexStringLower(span.TraceId.Span);

    public static string Id(this Span span) => Convert.ToHexStringLower(span.SpanId.Span);

    public static string Parent(this Span span) => Convert.ToHexStringLower(span.ParentSpanId.Span);

    public static IEnumerable<string> LinkedTo(this Span span) => span.Links.Select(link => Convert.ToHexStringLower(link.SpanId.Span));

    public static string? Text(this Span span, string attribute) => span.Attributes.SingleOrDefault(one => one.Key == attribute)?.Value.Text;

    public static long? Number(this Span span, string attribute) => span.Attributes.SingleOrDefault(one => one.Key == attribute)?.Value.Number;
}
