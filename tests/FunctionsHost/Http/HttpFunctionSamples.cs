using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace LiveTally.Tests.FunctionsHost.Http;

public sealed record Ballot(string Voter, int[] Choices);

public sealed class Scoped : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

/// <summary>Functions that say what they were given.</summary>
public sealed class HttpFunctionSamples(Scoped scoped, Recorder<Scoped> scopes)
{
    [Function("typed")]
    public static IResult Typed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{text}/{number}/{big}/{id}")] HttpRequest request,
        string text,
        int number,
        long big,
        Guid id) => Results.Text(FormattableString.Invariant($"{request.Method} {text} {number} {big} {id}"));

    [Function("optional")]
    public static IResult Optional([HttpTrigger("get", Route = "optional/{number?}")] HttpRequest request, int? number) =>
        Results.Text(number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none");

    [Function("default-route")]
    public static IResult DefaultRoute([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text(request.Method);

    [Function("body")]
    public static IResult Body(
        [HttpTrigger("post", Route = "polls/{pollId}/votes")] HttpRequest request, string pollId, [FromBody] Ballot ballot) =>
        Results.Text($"{pollId} {ballot.Voter} {string.Join(',', ballot.Choices)}");

    [Function("context")]
    public static IResult Context([HttpTrigger("get", Route = "context/{pollId}")] HttpRequest request, FunctionContext context)
    {
        var data = context.BindingContext.BindingData;
        return Results.Text(string.Join(
            ' ',
            context.FunctionDefinition.Name,
            context.FunctionDefinition.InputBindings["request"].Type,
            data["pollId"],
            data["page"],
            context.GetHttpContext()!.Request == request,
            Guid.TryParse(context.InvocationId, out _),
            context.RetryContext.RetryCount));
    }

    [Function("action")]
    public static IActionResult Action([HttpTrigger("get")] HttpRequest request) =>
        new ObjectResult(new Ballot("ann", [1])) { StatusCode = 418 };

    [Function("text")]
    public static string Text([HttpTrigger("get")] HttpRequest request) => "never sent";

    [Function("task")]
    public static Task Nothing([HttpTrigger("get")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    [Function("value-task")]
    public static async ValueTask<IResult> ValueTask([HttpTrigger("get")] HttpRequest request)
    {
        await Task.Yield();
        return Results.Text("awaited");
    }

    [Function("fails")]
    public static IResult Fails([HttpTrigger("get")] HttpRequest request) => throw new InvalidOperationException("a secret");

    [Function("fails-late")]
    public static async Task<IResult> FailsLate([HttpTrigger("get")] HttpRequest request)
    {
        await Task.Yield();
        throw new InvalidOperationException("a secret");
    }

    [Function("token")]
    public static IResult Token([HttpTrigger("get")] HttpRequest request, CancellationToken cancellationToken) =>
        Results.Text(cancellationToken == request.HttpContext.RequestAborted ? "the request's" : "another");

    [Function("scope")]
    public IResult Scope([HttpTrigger("get")] HttpRequest request, FunctionContext context)
    {
        scopes.Add(scoped);
        var same = ReferenceEquals(scoped, context.InstanceServices.GetService(typeof(Scoped)));
        return Results.Text($"{same} {scoped.IsDisposed}");
    }
}
