namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a caller must send. The local host lets everybody call.</summary>
public enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}
