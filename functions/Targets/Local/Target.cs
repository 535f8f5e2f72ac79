using LiveTally.DeadLetters;
using LiveTally.Local.Functions;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveTally.Targets;

/// <summary>What the application needs of one machine beyond its triggers and bindings.</summary>
public static class Target
{
    /// <summary>The target's name, as <c>GET /settings</c> gives it.</summary>
    public const string Name = "local";

    public static void AddTarget(this FunctionsApplicationBuilder builder)
    {
        // Nobody bills a push here.
        builder.Services.Configure<ResultsOptions>(results => results.PushInterval = TimeSpan.FromMilliseconds(50));

        // Storage is in this process: more commits at once than processors would only be smaller ones.
        builder.Services.Configure<TallyOptions>(tally => tally.ConcurrentBoxes = Environment.ProcessorCount);

        // One process knows at once of what it has closed; only what it has in hand is still to be waited for.
        builder.Services.Configure<VotingOptions>(voting => voting.MaxAppendTime = TimeSpan.FromSeconds(4));
        builder.Services.Configure<ClosingOptions>(closing => (closing.Margin, closing.Grace) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7)));

        builder.Services.AddVoteLog<LocalVoteLog>();
        builder.Services.AddSingleton<IVoteLogEnds, LocalVoteLogEnds>();
        builder.AddTelemetry();
        AddDeadLetters(builder);
        builder.Services.AddSingleton<AdminKeyFile>();
        builder.Services.AddOptions<AdminOptions>().Configure<IConfiguration, AdminKeyFile>(static (admin, configuration, file) =>
            admin.Key = configuration["LIVETALLY_ADMIN_KEY"] is { Length: > 0 } key ? key : file.ReadOrCreate());
        AddCors(builder);
        builder.Services.AddHostedService<CreateDatabase>();
        builder.Services.AddHostedService<Welcome>();
    }

    /// <summary>The SignalR endpoint is open to the same origins as the API; the real service has a setting of its own.</summary>
    private static void AddCors(FunctionsApplicationBuilder builder) =>
        builder.Services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<CorsOptions>>(static (cors, settings) =>
            cors.AddPolicy(LocalHostOptions.SignalRCorsPolicy, policy =>
            {
                policy.AllowAnyHeader().AllowAnyMethod();
                if (settings.Value.Any)
                    policy.AllowAnyOrigin();
                else
                    policy.WithOrigins([.. settings.Value.Listed()]).AllowCredentials();
            }));

    private static void AddDeadLetters(FunctionsApplicationBuilder builder)
    {
        if (BlobStorage.IsSet(builder.Configuration))
        {
            builder.Services.AddDeadLetterBlobs(builder.Configuration);
            return;
        }

        builder.Services.AddSingleton<DeadLetterFiles>();
        builder.Services.AddSingleton<IDeadLetterStore>(provider => provider.GetRequiredService<DeadLetterFiles>());
        builder.Services.AddSingleton<IDeadLetters>(provider => provider.GetRequiredService<DeadLetterFiles>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DeadLetterFiles>());
    }
}
