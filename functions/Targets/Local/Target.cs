using LiveTally.DeadLetters;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Targets;

/// <summary>What the application needs of one machine beyond its triggers and bindings.</summary>
public static class Target
{
    public static void AddTarget(this FunctionsApplicationBuilder builder)
    {
        // Nobody bills a push here.
        builder.Services.Configure<ResultsOptions>(results => results.PushInterval = TimeSpan.FromMilliseconds(50));

        // Storage is in this process: more commits at once than processors would only be smaller ones.
        builder.Services.Configure<TallyOptions>(tally => tally.ConcurrentBoxes = Environment.ProcessorCount);

        // One process knows at once of what it has closed; only what it has in hand is still to be waited for.
        builder.Services.Configure<VotingOptions>(voting => voting.MaxAppendTime = TimeSpan.FromSeconds(4));
        builder.Services.Configure<ClosingOptions>(closing => (closing.Margin, closing.Grace) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7)));

        builder.Services.AddSingleton<IVoteLog, LocalVoteLog>();
        builder.Services.AddSingleton<IVoteLogEnds, LocalVoteLogEnds>();
        builder.AddTelemetry();
        AddDeadLetters(builder);
        builder.Services.AddSingleton<AdminKeyFile>();
        builder.Services.AddOptions<AdminOptions>().PostConfigure<AdminKeyFile>(static (admin, file) =>
        {
            if (string.IsNullOrEmpty(admin.Key))
                admin.Key = file.ReadOrCreate();
        });
        builder.Services.AddHostedService<CreateDatabase>();
        builder.Services.AddHostedService<Welcome>();
    }

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
