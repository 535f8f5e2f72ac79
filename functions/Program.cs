using LiveTally.Operations;
using LiveTally.Targets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

builder.ConfigureFunctionsWebApplication();
builder.AddTarget();
builder.AddLiveTally();

builder.Build().Run();
