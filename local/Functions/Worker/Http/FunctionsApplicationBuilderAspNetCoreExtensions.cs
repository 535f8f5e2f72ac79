using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Builder;

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Lets functions take ASP.NET Core's requests and return its results.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddMvcCore();
        builder.HasWebApplication = true;
        return builder;
    }
}
