using Azure.Identity;

namespace LiveTally.Operations;

/// <summary>Who the application is to Azure's services.</summary>
internal static class AzureIdentity
{
    /// <summary>The managed identity of that client id, or the one there is; on a developer's machine whoever is signed in.</summary>
    public static DefaultAzureCredential Credential(string? clientId) =>
        new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });
}
