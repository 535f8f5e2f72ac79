using System.Linq.Expressions;
using System.Reflection;
using LiveTally.Local.Functions.SignalR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Where the parts of a function's return value go.</summary>
internal sealed class OutputBindings
{
    private readonly List<LocalBindingMetadata> metadata = [];
    private readonly List<SignalROutput> signalR = [];

    /// <summary>For function.json's view of the function.</summary>
    public IReadOnlyList<BindingMetadata> Metadata => metadata;

    /// <summary>The SignalR outputs.</summary>
    public IReadOnlyList<SignalROutput> SignalR => signalR;

    /// <summary>Whether the properties of the return value are the outputs.</summary>
    public bool AreProperties { get; private set; }

    /// <summary>Reads the property that is the HTTP response; null if none is.</summary>
    public Func<object, object?>? HttpResult { get; private set; }

    /// <exception cref="StartupException">An output is not supported, or the types do not fit.</exception>
    public static OutputBindings Of(string function, MethodInfo method, IConfiguration configuration)
    {
        var outputs = new OutputBindings();
        var type = ReturnValue.TypeOf(method.ReturnType);
        if (BindingAttributes.Single<OutputBindingAttribute>(function, method) is { } attribute)
        {
            outputs.Add(function, "$return", type, attribute, static value => value, configuration);
            return outputs;
        }

        var properties = type.GetProperties().Where(property => property.IsDefined(typeof(OutputBindingAttribute))).ToList();
        foreach (var property in properties)
        {
            var output = BindingAttributes.Single<OutputBindingAttribute>(function, property)!;
            outputs.Add(function, property.Name, property.PropertyType, output, Getter(property), configuration);
        }

        outputs.AreProperties = properties.Count > 0;
        if (outputs is { AreProperties: true, HttpResult: null } && type.GetProperties().FirstOrDefault(IsHttpResult) is { } unmarked)
            throw StartupException.OfFunction(function, $"the property {unmarked.Name} of its return type lacks [HttpResult]");
        return outputs;
    }

    private void Add(
        string function, string name, Type type, OutputBindingAttribute attribute, Func<object, object?> read, IConfiguration configuration)
    {
        switch (attribute)
        {
            case HttpResultAttribute:
                HttpResult = read;
                metadata.Add(new LocalBindingMetadata(name, "http", BindingDirection.Out));
                break;
            case SignalROutputAttribute output when SignalROutput.Takes(type):
                var hub = output.HubName ?? throw StartupException.OfFunction(function, $"[SignalROutput] of {name} has no HubName");
                signalR.Add(new SignalROutput(SettingNames.Resolve(hub, configuration, function), read));
                metadata.Add(new LocalBindingMetadata(name, "signalR", BindingDirection.Out));
                break;
            case SignalROutputAttribute:
                throw StartupException.OfFunction(function, $"[SignalROutput] of {name} cannot take {type.Name}");
            default:
                throw StartupException.OfFunction(function, $"the local host has no {attribute.GetType().Name}");
        }
    }

    private static bool IsHttpResult(PropertyInfo property) =>
        property.PropertyType.IsAssignableTo(typeof(IResult)) || property.PropertyType.IsAssignableTo(typeof(IActionResult));

    private static Func<object, object?> Getter(PropertyInfo property)
    {
        var instance = Expression.Parameter(typeof(object), "instance");
        var value = Expression.Property(Expression.Convert(instance, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), instance).Compile();
    }
}
