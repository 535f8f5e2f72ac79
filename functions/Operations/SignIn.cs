using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Operations;

/// <summary>What a request's Entra ID token says of its sender.</summary>
public sealed record SignIn
{
    /// <summary>There is no such token.</summary>
    public static readonly SignIn None = new();

    /// <summary>There is one, and the issuer's keys, without which nobody can tell whether it holds, cannot be had.</summary>
    public static readonly SignIn Unknown = new();

    /// <summary>Whether there is one and it holds.</summary>
    public bool Holds { get; init; }

    /// <summary>Why it does not hold; null when it does or there is none.</summary>
    public string? Refusal { get; init; }

    /// <summary>The app roles in it.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>
    /// The signed-in person's object id (<c>oid</c>), the same in every application of the tenant; null for an application, which no person has
    /// signed in to.
    /// </summary>
    public string? Person { get; init; }

    /// <summary>The object id of the person or the application, which does not change with the token; null when none holds.</summary>
    public string? ObjectId { get; init; }

    /// <summary>As <see cref="AccessMiddleware"/> found it.</summary>
    /// <exception cref="IdentityUnavailableException">It could not find out.</exception>
    public static SignIn Of(HttpRequest request)
    {
        var signIn = request.HttpContext.Features.Get<SignIn>() ?? None;
        return ReferenceEquals(signIn, Unknown) ? throw new IdentityUnavailableException("The sign-in cannot be checked.") : signIn;
    }
}

/// <summary>Whether a sign-in holds cannot be told, because its issuer does not answer: the answer is 503.</summary>
public sealed class IdentityUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
