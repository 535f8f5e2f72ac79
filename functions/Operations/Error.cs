namespace LiveTally.Operations;

/// <summary>An error that a client can get, as documented in docs/errors.md.</summary>
/// <param name="Code">Stable: clients may switch on it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same sentence every time; the occurrence's own words are the problem's <c>detail</c>.</param>
public sealed record Error(string Code, int Status, string Title)
{
    /// <summary>Where the error is explained.</summary>
    public string Type => $"/docs/errors.md#{Code.ToLowerInvariant()}";
}
