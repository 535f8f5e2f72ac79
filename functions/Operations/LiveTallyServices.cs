using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Core.Serialization;
using LiveTally.Codes;
using LiveTally.DeadLetters;
using LiveTally.Limits;
using LiveTally.Polls;
using LiveTally.Realtime;
using LiveTally.Results;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>The application's services, the same in both targets.</summary>
public static class LiveTallyServices
{
    public static void AddLiveTally(this FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<SecurityHeaders>();
        builder.UseMiddleware<Cors>();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<RateLimitMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();

        // What triggers read and outputs write is JSON as everywhere else here: camelCase, generated code where there is some.
        builder.Services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(AppJson.Default, new DefaultJsonTypeInfoResolver()),
        }));

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddHybridCache();
        services.AddSingleton(provider => Cosmos.Create(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<TallyDatabase>();

        services.AddOptions<AdminOptions>();
        services.AddSettings<EntraOptions>(EntraOptions.Section);
        services.AddSingleton<IValidateOptions<EntraOptions>, EntraOptionsRule>();
        services.AddEntra();
        services.AddSingleton<Admins>();
        services.AddHostedService<AdminWarning>();

        services.AddSettings<CorsOptions>(CorsOptions.Section);
        services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsRule>();

        services.AddSettings<VotingOptions>(VotingOptions.Section);
        services.AddSingleton<PollCache>();
        services.AddSingleton<PollChanges>();
        services.AddSingleton<VotePublisher>();
        services.AddSingleton<VoteIntake>();
        services.AddSingleton<BoxMarkers>();
        services.AddSingleton<VotingCodes>();

        services.AddSettings<LimitOptions>(LimitOptions.Section);
        services.AddSingleton<RateLimits>();

        services.AddSettings<ClosingOptions>(ClosingOptions.Section);
        services.AddSingleton<IValidateOptions<ClosingOptions>, ClosingOptionsRule>();
        services.AddSingleton<PendingPolls>();
        services.AddSettings<PollsOptions>(PollsOptions.Section);
        services.AddSingleton<PollRemains>();

        services.AddSettings<TallyOptions>(TallyOptions.Section);
        services.AddSingleton<BoxStore>();
        services.AddSingleton<BoxCache>();
        services.AddSingleton<BallotBoxes>();
        services.AddSingleton<BoxViews>();
        services.AddSingleton<SealedBoxes>();
        services.AddSingleton<LogLag>();
        services.AddHostedService(provider => provider.GetRequiredService<LogLag>());

        services.AddSettings<ResultsOptions>(ResultsOptions.Section);
        services.AddSingleton<ResultsStore>();
        services.AddSingleton<ResultsAccess>();
        services.AddSingleton<VisibleResults>();
        services.AddSingleton<PushedVersions>();
        services.AddSingleton<PushedPolls>();
    }
}
