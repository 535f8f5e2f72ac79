using LiveTally.Local.CosmosDb.Storage;
using LiveTally.Local.Faults;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>The faults on demand that befall a request for a container's items before it is carried out, or its answer.</summary>
internal sealed class ItemFaults(FaultInjector? injector, TimeProvider timeProvider)
{
    /// <summary>Waits if the request is to be delayed, then returns the answer that it gets instead of being carried out, if any.</summary>
    public async ValueTask<CosmosResponse?> BeforeAsync(CosmosRequest request, ContainerInfo container)
    {
        if (injector is null)
        {
            return null;
        }

        if (injector.Draw(FaultKinds.CosmosDelay, container.Id) is { } delay)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Amount), timeProvider, request.Aborted);
        }

        return Refusal(injector, request, container.Id);
    }

    private static CosmosResponse? Refusal(FaultInjector injector, CosmosRequest request, string container)
    {
        if (injector.Draw(FaultKinds.CosmosCut, container) is not null)
        {
            request.LosesAnswer = true;
            return CosmosResponse.Fault(503, "The connection is cut on demand.");
        }

        if (injector.Draw(FaultKinds.CosmosUnavailable, container) is not null)
        {
            return CosmosResponse.Fault(503, "The service is unavailable on demand.");
        }

        if (injector.Draw(FaultKinds.CosmosThrottle, container) is { } throttle)
        {
            return CosmosResponse.Fault(429, "Request rate is large, on demand.", 3200) with { RetryAfterMs = throttle.Amount };
        }

        if (request.IsWrite && injector.Draw(FaultKinds.CosmosRetryWith, container) is not null)
        {
            return CosmosResponse.Fault(449, "Conflicting request to resource has been attempted, on demand. Retry to avoid conflicts.");
        }

        request.LosesAnswer = injector.Draw(FaultKinds.CosmosLostAnswer, container) is not null;
        return null;
    }
}
