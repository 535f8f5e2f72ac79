using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Operations;

/// <summary><c>GET /openapi.json</c>: the contract, as an OpenAPI 3.1 document. Tests hold it to the code, and every answer to it.</summary>
public sealed class GetOpenApi
{
    private static readonly byte[] Document = Read();
    private static readonly string ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Document).AsSpan(0, 8))}\"";

    [Function(nameof(GetOpenApi))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Answers.Versioned(request, TypedResults.Bytes(Document, "application/json; charset=utf-8"), ETag, "public, max-age=300");

    private static byte[] Read()
    {
        using var resource = typeof(GetOpenApi).Assembly.GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
