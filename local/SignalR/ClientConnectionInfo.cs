namespace LiveTally.Local.SignalR;

/// <summary>What a client needs in order to connect; in JSON <c>url</c> and <c>accessToken</c>.</summary>
/// <param name="Url">Where to connect.</param>
/// <param name="AccessToken">The token for that URL, a JWT.</param>
public sealed record ClientConnectionInfo(string Url, string AccessToken);
