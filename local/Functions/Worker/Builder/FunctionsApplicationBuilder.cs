using LiveTally.Local.Functions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds the process that stands in for Azure: the application's functions and everything that they bind to.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder web;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];
    private bool built;

    internal FunctionsApplicationBuilder() => web = LocalWebApplication.CreateBuilder();

    public IServiceCollection Services => web.Services;

    public ConfigurationManager Configuration => web.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => web.Configuration;

    public IHostEnvironment Environment => web.Environment;

    public ILoggingBuilder Logging => web.Logging;

    public IMetricsBuilder Metrics => web.Metrics;

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    /// <summary>Whether functions may use ASP.NET Core's types.</summary>
    internal bool HasWebApplication { get; set; }

    /// <summary>Where functions are looked for; null: the entry assembly and those it references.</summary>
    internal IReadOnlyList<Type>? FunctionTypes { get; set; }

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        this.middleware.Add(middleware);
        return this;
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    /// <summary>The host; its start opens the stand-ins, then the triggers.</summary>
    /// <exception cref="InvalidOperationException">It has been built before.</exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        built = true;
        return LocalWebApplication.Build(web, FunctionTypes ?? FunctionTypeSource.OfEntryAssembly(), middleware, HasWebApplication);
    }

    private void ThrowIfBuilt()
    {
        if (built)
            throw new InvalidOperationException("The application has already been built.");
    }
}
