using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveTally.Local.Functions.Http;

/// <summary>Reads a request's body as the worker's model binder does: MVC's JSON settings, and an exception if it does not fit.</summary>
internal static class JsonRequestBody
{
    /// <exception cref="InvalidOperationException">The body is not JSON, or not of the type.</exception>
    public static async ValueTask<object?> ReadAsync(HttpContext context, Type type)
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
            throw new InvalidOperationException($"The content type '{request.ContentType}' is not JSON.");
        var settings = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        try
        {
            return await request.ReadFromJsonAsync(type, settings, context.RequestAborted);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"The body is not a {type.Name}: {e.Message}", e);
        }
    }
}
