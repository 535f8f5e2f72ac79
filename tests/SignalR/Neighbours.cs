using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Tests.SignalR;

public sealed class Neighbours
{
    [Fact]
    public async Task The_applications_own_authentication_stays_the_default()
    {
        await using var server = await TestServer.StartAsync(
            services: services =>
            {
                services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, DoorKey>("door", null);
                services.AddAuthorization();
            },
            map: application => application.MapGet("/admin", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization());
        var clientToken = server.Endpoint.Negotiate("polls", "ann", server.Url).AccessToken;

        Assert.Equal(HttpStatusCode.OK, await GetAsync("X-Door", "key"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("X-Door", "stone"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("Authorization", "Bearer " + clientToken));
        await server.ConnectAsync("polls");

        async Task<HttpStatusCode> GetAsync(string header, string value)
        {
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Url}/admin"));
            request.Headers.Add(header, value);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
    }

    private sealed class DoorKey(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["X-Door"] != "key")
                return Task.FromResult(AuthenticateResult.NoResult());
            var admin = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "admin")], "door"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(admin, "door")));
        }
    }
}
