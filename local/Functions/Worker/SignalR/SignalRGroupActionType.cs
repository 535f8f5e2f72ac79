namespace Microsoft.Azure.Functions.Worker;

public enum SignalRGroupActionType
{
    Add,
    Remove,
    RemoveAll,
}
