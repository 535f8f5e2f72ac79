using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace LiveTally.Operations;

/// <summary>Finds out who calls, and refuses who may not (<see cref="Access"/>), before the function runs.</summary>
public sealed class AccessMiddleware(EntraTokens tokens, Admins admins) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
            return next(context);

        // A vote comes with no token of Entra ID, and is let through without a further step.
        var name = context.FunctionDefinition.Name;
        var needed = Access.Functions.TryGetValue(name, out var caller) ? caller : throw new InvalidOperationException($"Access has no line for {name}.");
        return needed is Caller.Anyone or Caller.Voter && !tokens.AreIn(http.Request) ? next(context) : CheckAsync(context, http, needed, next);
    }

    private async Task CheckAsync(FunctionContext context, HttpContext http, Caller needed, FunctionExecutionDelegate next)
    {
        http.Features.Set(await tokens.ReadAsync(http.Request, http.RequestAborted));
        var refusal = needed switch
        {
            Caller.Anyone or Caller.Voter => null,
            Caller.Admin => admins.Refuse(http.Request, Roles.ManagePolls),
            Caller.VotingBackend => admins.Refuse(http.Request, Roles.SubmitVotes),
            _ => new Problem(Errors.RouteNotFound),
        };
        if (refusal is null)
            await next(context);
        else
            await refusal.ExecuteAsync(http);
    }
}
