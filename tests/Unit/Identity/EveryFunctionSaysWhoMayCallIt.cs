using System.Reflection;
using LiveTally.Operations;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.Unit.Identity;

public sealed class EveryFunctionSaysWhoMayCallIt
{
    private static readonly (string Name, bool IsHttp)[] Functions =
    [
        .. typeof(Access).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>()!.Name, method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null))),
    ];

    [Fact]
    public void The_table_has_a_line_for_each_function_and_no_other() =>
        Assert.Equal(Functions.Select(function => function.Name).Order(StringComparer.Ordinal), Access.Functions.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Over_HTTP_nobody_starts_what_has_another_trigger_and_only_that() =>
        Assert.All(Functions, function => Assert.Equal(function.IsHttp, Access.Functions[function.Name] != Caller.Trigger));
}
