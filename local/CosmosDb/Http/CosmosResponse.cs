using System.Globalization;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Storage;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>What a handler answers.</summary>
internal sealed record CosmosResponse(int Status)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The quoted entity tag.</summary>
    public string? ETag { get; init; }

    public int SubStatus { get; init; }

    /// <summary>Request units.</summary>
    public double Charge { get; init; } = RequestCharges.Fault;

    public string? Continuation { get; init; }

    /// <summary>When a throttled client may come back, in milliseconds.</summary>
    public int? RetryAfterMs { get; init; }

    public int? ItemCount { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The container whose LSN becomes the session token.</summary>
    public ContainerInfo? Container { get; init; }

    public static CosmosResponse Fault(int status, string message, int subStatus = 0) => new(status)
    {
        SubStatus = subStatus,
        Body = JsonSerializer.SerializeToUtf8Bytes(new ErrorBody(Code(status), message), WireJson.Default.ErrorBody),
    };

    public async Task WriteAsync(HttpContext context, TimeProvider timeProvider)
    {
        var response = context.Response;
        response.StatusCode = Status;
        var headers = response.Headers;
        headers[Headers.RequestCharge] = Charge.ToString("0.##", CultureInfo.InvariantCulture);
        headers[Headers.ActivityId] = context.Request.Headers[Headers.ActivityId] is { Count: > 0 } sent
            ? sent
            : Guid.CreateVersion7(timeProvider.GetUtcNow()).ToString();
        headers[Headers.Version] = "2018-12-31";
        Set(headers, Headers.SubStatus, SubStatus != 0 ? SubStatus.ToString(CultureInfo.InvariantCulture) : null);
        Set(headers, Headers.SessionToken, Container is null ? null : $"0:-1#{Container.CommittedLsn}");
        Set(headers, Headers.Continuation, Continuation);
        Set(headers, Headers.RetryAfterMs, RetryAfterMs?.ToString(CultureInfo.InvariantCulture));
        Set(headers, Headers.ItemCount, ItemCount?.ToString(CultureInfo.InvariantCulture));
        Set(headers, "ETag", ETag);
        if (Status is 204 or 304)
        {
            return;
        }

        response.ContentLength = Body.Length;
        if (!Body.IsEmpty)
        {
            response.ContentType = ContentType;
            await response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }

    private static void Set(IHeaderDictionary headers, string name, string? value)
    {
        if (value is not null)
        {
            headers[name] = value;
        }
    }

    private static string Code(int status) => status switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        409 => "Conflict",
        412 => "PreconditionFailed",
        413 => "RequestEntityTooLarge",
        429 => "TooManyRequests",
        449 => "RetryWith",
        503 => "ServiceUnavailable",
        _ => "InternalServerError",
    };
}
