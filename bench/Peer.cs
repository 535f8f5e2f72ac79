using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveTally.Local.EventHubs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Bench;

/// <summary>
/// What the machine can do at best: a bare Kestrel endpoint that parses the same JSON with generated code, appends as many bytes to the same log,
/// or to none, and answers 202 with as long a body. It knows no polls, checks no voter, and counts nothing.
/// </summary>
internal static class Peer
{
    /// <summary>What it says when it listens, before its address.</summary>
    public const string Greeting = "Peer at ";

    // As long as a vote's event, and its partitions.
    private static readonly byte[] Event = new byte[64];
    private static readonly byte[] Answer =
        """{"voteId":"00000000-0000-0000-0000-000000000000","pollId":"aaaaaaaa","receipt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","acceptedAt":"2026-01-01T00:00:00.000+00:00","status":"accepted"}"""u8.ToArray();

    public static async Task<int> RunAsync(bool durable, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("livetally-peer-").FullName;
        try
        {
            await using var log = EventLog.Open(new EventLogOptions { DataDirectory = directory }, NullLogger<EventLog>.Instance, TimeProvider.System);
            await ServeAsync(durable ? log : null, cancellationToken);
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task ServeAsync(EventLog? log, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var votes = 0;
        ReadOnlyMemory<byte>[] one = [Event];
        app.Run(async context =>
        {
            var body = await ReadAsync(context.Request);
            if (body?.Choices is not [>= 0 and < 20])
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            if (log is not null)
                await log.AppendAsync(Interlocked.Increment(ref votes) & 31, one, CancellationToken.None);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = Answer.Length;
            await context.Response.BodyWriter.WriteAsync(Answer);
        });
        await app.StartAsync(cancellationToken);
        Console.WriteLine(Greeting + app.Urls.Single());
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static async ValueTask<PeerVote?> ReadAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (!read.IsCompleted)
            {
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var vote = Parse(read.Buffer);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return vote;
        }
    }

    private static PeerVote? Parse(ReadOnlySequence<byte> body)
    {
        var json = new Utf8JsonReader(body);
        return JsonSerializer.Deserialize(ref json, PeerJson.Default.PeerVote);
    }
}

internal sealed record PeerVote(int[] Choices);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PeerVote))]
internal sealed partial class PeerJson : JsonSerializerContext;
