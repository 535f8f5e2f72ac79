using System.Reflection;
using LiveTally.Operations;
using LiveTally.Tests.Contract.Document;

namespace LiveTally.Tests.Contract;

public sealed class TheDocumentIsTheCode
{
    // Of what is no operation: NotFound answers with them.
    private static readonly string[] OfNoOperation = ["routeNotFound 404", "methodNotAllowed 405"];

    [Fact]
    public void Every_function_is_an_operation_and_every_operation_a_function()
    {
        var functions =
            from call in RouteTable.Calls
            from method in call.Methods
            where method != "HEAD"
            select $"{call.Function} {method} /{call.Route}";

        Assert.Equal(functions.Order(StringComparer.Ordinal), OpenApi.Operations.Values.Select(operation => $"{operation.Id} {operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_takes_GET_takes_HEAD() =>
        Assert.All(RouteTable.Calls, call => Assert.Equal(call.Methods.Contains("GET"), call.Methods.Contains("HEAD")));

    [Fact]
    public void Every_parameter_of_a_path_is_described() =>
        Assert.All(OpenApi.Operations.Values, operation => Assert.Equal(operation.Path.Split('/').Where(segment => segment.StartsWith('{')), operation.Parameters.Select(name => $"{{{name}}}")));

    [Fact]
    public void Every_error_is_an_answer_of_some_operation_with_its_status_and_every_such_answer_an_error()
    {
        var errors = typeof(Errors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Error)field.GetValue(null)!).Select(error => $"{error.Code} {error.Status}");
        var answers =
            from operation in OpenApi.Operations.Values
            from response in operation.Responses
            from code in response.Value.Codes
            select $"{code} {response.Key}";
        var fault = new Response(OpenApi.Root["components"]!["responses"]!["InternalError"]!);

        Assert.Equal(
            errors.Order(StringComparer.Ordinal),
            answers.Concat(OfNoOperation).Concat(fault.Codes.Select(code => $"{code} 500")).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_says_that_it_may_fail() =>
        Assert.All(
            OpenApi.Root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()),
            operation => Assert.Equal("#/components/responses/InternalError", operation.Value!["responses"]!["default"]?["$ref"]?.GetValue<string>()));
}
