using LiveTally.Local.Functions.Hosting;
using LiveTally.Local.SignalR;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Local.Functions.SignalR;

/// <summary>Sends the outputs of an invocation that succeeded.</summary>
internal sealed class OutputSender(SignalREndpoint endpoint, IOptions<WorkerOptions> options)
{
    private readonly SignalRArguments arguments = new(options.Value.Serializer!);

    public ValueTask SendAsync(LocalFunctionContext invocation)
    {
        var outputs = invocation.Function.Outputs;
        var source = outputs.AreProperties ? invocation.Outputs : invocation.Result;
        return outputs.SignalR.Count == 0 || source is null ? default : SendAsync(outputs.SignalR, source, invocation.CancellationToken);
    }

    private async ValueTask SendAsync(IReadOnlyList<SignalROutput> outputs, object source, CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
        {
            if (output.Read(source) is not { } value)
                continue;
            foreach (var action in SignalROutput.ActionsIn(value))
                await SendAsync(output.Hub, action, cancellationToken);
        }
    }

    private Task SendAsync(string hub, object action, CancellationToken cancellationToken) => action switch
    {
        SignalRMessageAction message => endpoint.SendAsync(
            hub,
            message.Target,
            arguments.Of(message.Arguments ?? []),
            message.ConnectionId,
            message.UserId,
            message.GroupName,
            cancellationToken),
        SignalRGroupAction group => ChangeGroupAsync(hub, group, cancellationToken),
        _ => throw new InvalidOperationException($"{action.GetType().FullName} is not a SignalR action."),
    };

    private Task<bool> ChangeGroupAsync(string hub, SignalRGroupAction action, CancellationToken cancellationToken) => action.Action switch
    {
        SignalRGroupActionType.Add => endpoint.AddToGroupAsync(hub, action.ConnectionId, action.UserId, Group(action), cancellationToken),
        SignalRGroupActionType.Remove =>
            endpoint.RemoveFromGroupAsync(hub, action.ConnectionId, action.UserId, Group(action), cancellationToken),
        _ => endpoint.RemoveFromAllGroupsAsync(hub, action.ConnectionId, action.UserId, cancellationToken),
    };

    private static string Group(SignalRGroupAction action) =>
        action.GroupName ?? throw new InvalidOperationException($"A SignalRGroupAction to {action.Action} names no group.");
}
