using LiveTally.Operations;

namespace LiveTally.Tests.Unit.Identity;

public sealed class SettingUpSigningIn
{
    private const string Tenant = "8d4a5f0c-2f1b-4e57-8b7a-1f5f3c9d7e02";

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("", "", "", null)]
    [InlineData(Tenant, "api", null, null)]
    [InlineData(Tenant, "api", "https://login.microsoftonline.us/x/v2.0/", null)]
    [InlineData(Tenant, "api", "http://127.0.0.1:5000/v2.0", null)]
    [InlineData(Tenant, "api", "http://issuer.example/v2.0", "Entra__Authority")]
    [InlineData(Tenant, "api", "somewhere", "Entra__Authority")]
    [InlineData("contoso.onmicrosoft.com", "api", null, "Entra__TenantId")]
    [InlineData("common", "api", null, "Entra__TenantId")]
    [InlineData(Tenant, null, null, "Entra__Audience")]
    [InlineData(null, "api", null, "Entra__TenantId")]
    [InlineData(null, null, "https://login.microsoftonline.us/x/v2.0", "Entra__TenantId")]
    public void Half_of_it_or_a_wrong_one_is_an_error_that_names_the_setting(string? tenant, string? audience, string? authority, string? named)
    {
        var result = new EntraOptionsRule().Validate(null, new EntraOptions { TenantId = tenant, Audience = audience, Authority = authority });

        Assert.Equal(named is not null, result.Failed);
        Assert.StartsWith(named ?? "", result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_issuer_is_the_tenants_own_of_version_2_unless_another_is_named()
    {
        Assert.Equal($"https://login.microsoftonline.com/{Tenant}/v2.0", new EntraOptions { TenantId = Tenant }.Issuer);
        Assert.Equal("https://login.microsoftonline.us/x/v2.0", new EntraOptions { TenantId = Tenant, Authority = "https://login.microsoftonline.us/x/v2.0/" }.Issuer);
    }
}
