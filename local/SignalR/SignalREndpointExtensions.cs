using System.ComponentModel.DataAnnotations;
using LiveTally.Local.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Local.SignalR;

/// <summary>Adds the SignalR endpoint to an ASP.NET Core application.</summary>
public static class SignalREndpointExtensions
{
    private const int MaxClientBytes = 4096;

    /// <summary>Registers <see cref="SignalREndpoint"/> and what it needs. The application's own authentication is left alone.</summary>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public static IServiceCollection AddSignalREndpoint(this IServiceCollection services, SignalREndpointOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSignalR()
            .AddHubOptions<ClientHub>(o => o.MaximumReceiveMessageSize = MaxClientBytes)
            .AddMessagePackProtocol();
        services.AddSingleton(options);
        services.AddSingleton<ClientTokens>();
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<ClientConnections>();
        services.AddSingleton<HubLifetimeManager<ClientHub>, ClientLifetimeManager>();
        services.AddSingleton<GracefulStop>();
        services.AddSingleton<RefusedInvocations>();
        services.AddSingleton<SlowClientGuard>();
        services.AddSingleton(provider => new SignalREndpoint(
            provider.GetRequiredService<IHubContext<ClientHub>>(),
            provider.GetRequiredService<ClientConnections>(),
            provider.GetRequiredService<ClientTokens>(),
            provider.GetRequiredService<RefusedInvocations>(),
            options,
            provider.GetService<FaultInjector>()));
        services.AddSingleton(provider => new HubConnectionHandler<ClientHub>(
            provider.GetRequiredService<HubLifetimeManager<ClientHub>>(),
            new ListenOnlyProtocols(provider.GetRequiredService<IHubProtocolResolver>(), provider.GetRequiredService<RefusedInvocations>()),
            provider.GetRequiredService<IOptions<HubOptions>>(),
            provider.GetRequiredService<IOptions<HubOptions<ClientHub>>>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IUserIdProvider>(),
            provider.GetRequiredService<IServiceScopeFactory>()));
        return services;
    }

    /// <summary>Maps <c>/client</c>, where clients connect with the token that <see cref="SignalREndpoint.Negotiate"/> gave them.</summary>
    public static IEndpointConventionBuilder MapSignalREndpoint(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var authentication = services.GetRequiredService<ClientAuthentication>();
        var connections = services.GetRequiredService<ClientConnections>();
        var guard = services.GetRequiredService<SlowClientGuard>();
        var options = new HttpConnectionDispatcherOptions
        {
            // The limit at which SlowClientGuard finds a flush waiting.
            TransportMaxBufferSize = services.GetRequiredService<SignalREndpointOptions>().MaxBufferedBytes,
        };
        var client = endpoints.MapConnections(ClientTokens.ClientPath.TrimEnd('/'), options, connection =>
        {
            connection.Use(next => context => connections.OnConnectedAsync(context, next));
            connection.Use(next => context => guard.OnConnectedAsync(context, next));
            connection.UseHub<ClientHub>();
        });
        services.GetRequiredService<GracefulStop>().Register();
        client.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => authentication.InvokeAsync(context, next);
        });
        return client;
    }
}
