using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace LiveTally.Operations;

/// <summary>
/// What the issuer publishes of itself, its keys above all. Not the library's <c>ConfigurationManager</c>, which fetches new keys behind the back of the request that
/// needs them, so that the first token under a new key is refused.
/// </summary>
public sealed class EntraIssuer(IOptions<EntraOptions> options, TimeProvider time, ILogger<EntraIssuer> logger)
    : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    /// <summary>How old what is known may be until it is fetched again, beside the call that finds it so: known keys go on meanwhile.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Between two fetches for the sake of a key that is not known: anybody can make up such a key.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>After a fetch that failed.</summary>
    internal static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };
    private OpenIdConnectConfiguration? _known;
    private Task<OpenIdConnectConfiguration>? _fetch;
    private long _ended;
    private long _fetched;

    /// <summary>What is known, at once; else what is fetched, with one fetch for however many that ask at once.</summary>
    /// <param name="insufficient">What the caller has and cannot use; the answer may be the same, if it was fetched a moment ago.</param>
    /// <param name="cancellationToken">Ends the wait, not the fetch.</param>
    /// <exception cref="IdentityUnavailableException">Nothing is known, and the issuer does not answer.</exception>
    public async ValueTask<OpenIdConnectConfiguration> GetAsync(OpenIdConnectConfiguration? insufficient, CancellationToken cancellationToken)
    {
        Task<OpenIdConnectConfiguration> fetch;
        lock (_lock)
        {
            var suffices = _known is not null && !ReferenceEquals(_known, insufficient);
            if (suffices && time.GetElapsedTime(_fetched) < Lifetime)
                return _known!;

            if (_fetch is null || (_fetch.IsCompleted && time.GetElapsedTime(_ended) >= (_fetch.IsCompletedSuccessfully ? Pause : PauseAfterFailure)))
                _fetch = FetchAsync();
            if (suffices)
                return _known!;
            fetch = _fetch;
        }

        try
        {
            return await fetch.WaitAsync(cancellationToken);
        }
        catch (IdentityUnavailableException) when (_known is { } known)
        {
            return known;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>For the handler, which is asked when something is known.</summary>
    Task<OpenIdConnectConfiguration> IConfigurationManager<OpenIdConnectConfiguration>.GetConfigurationAsync(CancellationToken cancel) =>
        GetAsync(insufficient: null, cancel).AsTask();

    /// <summary>Nothing: <see cref="EntraTokens"/> waits for what it needs.</summary>
    void IConfigurationManager<OpenIdConnectConfiguration>.RequestRefresh()
    {
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync()
    {
        await Task.Yield();
        try
        {
            var issuer = options.Value.Issuer;
            var retriever = new HttpDocumentRetriever(_http) { RequireHttps = issuer.StartsWith(Uri.UriSchemeHttps + ":", StringComparison.OrdinalIgnoreCase) };
            var published = await OpenIdConnectConfigurationRetriever.GetAsync(issuer + "/.well-known/openid-configuration", retriever, CancellationToken.None);
            if (published.SigningKeys.Count == 0 || string.IsNullOrEmpty(published.Issuer))
                throw new InvalidOperationException("It publishes no issuer or no keys.");

            lock (_lock)
                (_known, _fetched, _ended) = (published, time.GetTimestamp(), time.GetTimestamp());
            return published;
        }
        catch (Exception e)
        {
            // Whatever it is, a sign-in cannot be checked by it; what was known before goes on.
            lock (_lock)
                _ended = time.GetTimestamp();
            Log.IssuerUnavailable(logger, e, options.Value.Issuer);
            throw new IdentityUnavailableException("The issuer of sign-ins does not answer.", e);
        }
    }
}
