using System.Linq.Expressions;
using System.Reflection;
using LiveTally.Local.Functions.Hosting;
using LiveTally.Local.Functions.SignalR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace LiveTally.Local.Functions.Http;

/// <summary>A route, its methods, and what a function can take from a request.</summary>
internal sealed class HttpTriggerBinding : TriggerBinding
{
    private readonly string function;
    private readonly string route;
    private readonly Func<string, string> resolve;
    private readonly HashSet<string> routeParameters;
    private readonly RouteValueDictionary constraints = [];

    /// <exception cref="StartupException">The route is not a pattern.</exception>
    public HttpTriggerBinding(string function, HttpTriggerAttribute attribute, string routePrefix, Func<string, string> resolve)
    {
        this.function = function;
        this.resolve = resolve;
        route = $"{routePrefix.Trim('/')}/{resolve(attribute.Route ?? function).Trim('/')}".Trim('/');
        Methods = attribute.Methods ?? [];
        AuthLevel = attribute.AuthLevel;
        try
        {
            var names = RoutePatternFactory.Parse(route).Parameters.Select(parameter => parameter.Name);
            routeParameters = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (RoutePatternException e)
        {
            throw StartupException.OfFunction(function, $"the route '{route}': {e.Message}");
        }
    }

    public override string Type => "httpTrigger";

    public override Type ContextType => typeof(HttpInvocation);

    /// <summary>Empty: every method.</summary>
    public IReadOnlyList<string> Methods { get; }

    public AuthorizationLevel AuthLevel { get; }

    /// <summary>Type of the parameter with [FromBody]; null if there is none.</summary>
    public Type? BodyType { get; private set; }

    /// <summary>
    /// The route, with a constraint for each parameter that the function does not take as a string: what does not convert is not found.
    /// </summary>
    public RoutePattern CreatePattern() => RoutePatternFactory.Parse(route, defaults: null, parameterPolicies: constraints);

    protected override Expression? BindOwn(ParameterInfo parameter, Expression invocation)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
            return Expression.Property(Expression.Property(invocation, nameof(HttpInvocation.HttpContext)), nameof(HttpContext.Request));
        if (parameter.IsDefined(typeof(HttpTriggerAttribute)))
            return null;
        if (parameter.IsDefined(typeof(FromBodyAttribute)))
            return BindBody(parameter, invocation);
        if (parameter.GetCustomAttribute<SignalRConnectionInfoInputAttribute>() is { } connectionInfo)
            return ConnectionInfoInput.Bind(function, connectionInfo, parameter.ParameterType, resolve, invocation);
        return routeParameters.Contains(parameter.Name!) ? BindRouteValue(parameter, invocation) : null;
    }

    private UnaryExpression BindBody(ParameterInfo parameter, Expression invocation)
    {
        if (BodyType is not null)
            throw StartupException.OfFunction(function, "two parameters have [FromBody]");
        BodyType = parameter.ParameterType;
        return Expression.Convert(Expression.Property(invocation, nameof(HttpInvocation.Body)), BodyType);
    }

    private Expression? BindRouteValue(ParameterInfo parameter, Expression invocation)
    {
        if (RouteValueReader.ConstraintOf(parameter.ParameterType) is { } constraint)
            constraints[parameter.Name!] = constraint;
        var httpContext = Expression.Property(invocation, nameof(HttpInvocation.HttpContext));
        return RouteValueReader.Read(parameter.ParameterType, httpContext, parameter.Name!);
    }
}
