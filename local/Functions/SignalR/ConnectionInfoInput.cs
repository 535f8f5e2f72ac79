using System.Linq.Expressions;
using System.Text.Json;
using LiveTally.Local.Functions.Hosting;
using LiveTally.Local.Functions.Http;
using LiveTally.Local.SignalR;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Local.Functions.SignalR;

/// <summary>Negotiates for a parameter with [SignalRConnectionInfoInput].</summary>
internal sealed class ConnectionInfoInput(BindingExpression hub, BindingExpression? userId)
{
    /// <summary>The value of such a parameter: the object, or its JSON.</summary>
    /// <exception cref="StartupException">The attribute asks for what the local host cannot do.</exception>
    public static Expression? Bind(
        string function, SignalRConnectionInfoInputAttribute attribute, Type type, Func<string, string> resolve, Expression invocation)
    {
        if (attribute.HubName is not { Length: > 0 } hub)
            throw StartupException.OfFunction(function, "[SignalRConnectionInfoInput] has no HubName");
        if (attribute.IdToken is not null || attribute.ClaimTypeList is not null)
            throw StartupException.OfFunction(function, "the local host takes no claims from an IdToken; use UserId");

        var input = Expression.Constant(new ConnectionInfoInput(
            new BindingExpression(function, resolve(hub)),
            attribute.UserId is { } userId ? new BindingExpression(function, resolve(userId)) : null));
        if (type == typeof(SignalRConnectionInfo))
            return Expression.Call(input, nameof(Negotiate), [], invocation);
        return type == typeof(string) ? Expression.Call(input, nameof(NegotiateAsJson), [], invocation) : null;
    }

    private SignalRConnectionInfo Negotiate(HttpInvocation invocation)
    {
        var request = invocation.HttpContext.Request;
        var endpoint = invocation.HttpContext.RequestServices.GetRequiredService<SignalREndpoint>();
        var info = endpoint.Negotiate(hub.Evaluate(request), userId?.Evaluate(request), $"{request.Scheme}://{request.Host}");
        return new SignalRConnectionInfo { Url = info.Url, AccessToken = info.AccessToken };
    }

    private string NegotiateAsJson(HttpInvocation invocation) =>
        JsonSerializer.Serialize(Negotiate(invocation), HttpBindingJson.Default.SignalRConnectionInfo);
}
