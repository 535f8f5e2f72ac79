using LiveTally.Tests.FunctionsHost.Sample;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

builder.ConfigureFunctionsWebApplication();
builder.Services.AddOptions<SampleOptions>()
    .Configure(options => options.Quota = builder.Configuration["SAMPLE_QUOTA"] is { } quota ? int.Parse(quota, null) : 1)
    .Validate(options => options.Quota > 0, "SAMPLE_QUOTA: must be above 0")
    .ValidateOnStart();

builder.Build().Run();
