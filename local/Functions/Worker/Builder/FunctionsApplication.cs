using LiveTally.Local.Functions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions application starts.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the host's own services and settings.</summary>
    /// <param name="args">
    /// The command line: nothing, or <c>--help</c>, which prints the settings and ends the process. Anything else is refused.
    /// </param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        CommandLine.Handle(args);
        return new FunctionsApplicationBuilder();
    }
}
