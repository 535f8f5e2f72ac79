using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Votes;

internal static class VoteLogServices
{
    /// <summary>The vote log, guarded, for everybody who appends.</summary>
    public static void AddVoteLog<T>(this IServiceCollection services)
        where T : class, IVoteLog
    {
        services.AddSingleton<T>();
        services.AddSingleton<IVoteLog>(provider => new GuardedVoteLog(
            provider.GetRequiredService<T>(),
            provider.GetRequiredService<IOptions<VotingOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GuardedVoteLog>>()));
    }
}
