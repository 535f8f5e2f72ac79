using LiveTally.Tests.Shared;

namespace LiveTally.Tests.EndToEnd;

/// <summary>One process, and an issuer of sign-ins that it trusts, for all tests of who may do what.</summary>
[CollectionDefinition(nameof(SignedIn))]
public sealed class SignedIn : ICollectionFixture<SignedIn>, IAsyncLifetime
{
    public OpenIdIssuer Issuer { get; private set; } = null!;

    public LiveTallyProcess Process { get; private set; } = null!;

    public Client Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await OpenIdIssuer.StartAsync();
        Process = await LiveTallyProcess.StartAsync(
            null,
            ("Entra__TenantId", OpenIdIssuer.Tenant),
            ("Entra__Audience", "api://" + OpenIdIssuer.Audience),
            ("Entra__Authority", Issuer.Address),
            ("Entra__ClientId", "pages"));
        Client = new Client(Process.Address, Process.AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>An access token of somebody new, with these roles.</summary>
    public string Person(params string[] roles) => Issuer.Sign(Issuer.Person(Guid.CreateVersion7().ToString(), roles));
}
