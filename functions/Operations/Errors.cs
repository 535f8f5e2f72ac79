namespace LiveTally.Operations;

/// <summary>The catalogue: every error there is. docs/errors.md has one section for each, and a test holds the two equal.</summary>
public static class Errors
{
    public static readonly Error BadRequest = new("badRequest", 400, "The request cannot be read.");
    public static readonly Error MalformedJson = new("malformedJson", 400, "The body is not the JSON that this call takes.");
    public static readonly Error InvalidPoll = new("invalidPoll", 400, "The poll breaks a rule.");
    public static readonly Error InvalidChoice = new("invalidChoice", 400, "The choices are not a ballot of this poll.");
    public static readonly Error InvalidIdempotencyKey = new("invalidIdempotencyKey", 400, "The Idempotency-Key cannot name this vote.");
    public static readonly Error InvalidVoter = new("invalidVoter", 400, "The voter cannot be taken as named.");
    public static readonly Error InvalidCount = new("invalidCount", 400, "The number is out of range.");
    public static readonly Error InvalidQuery = new("invalidQuery", 400, "A query parameter is not understood.");
    public static readonly Error InvalidConnection = new("invalidConnection", 400, "The connection id is not understood.");
    public static readonly Error InvalidReceipt = new("invalidReceipt", 400, "The receipt is missing, or is none of this poll.");
    public static readonly Error AdminRequired = new("adminRequired", 401, "This call needs an admin.");
    public static readonly Error VoterTokenRequired = new("voterTokenRequired", 401, "This call needs a voter token.");
    public static readonly Error InvalidVoterToken = new("invalidVoterToken", 401, "The voter token does not hold for this poll.");
    public static readonly Error SignInRequired = new("signInRequired", 401, "This call needs a sign-in with Entra ID.");
    public static readonly Error InvalidSignIn = new("invalidSignIn", 401, "The sign-in does not hold here.");
    public static readonly Error RoleMissing = new("roleMissing", 403, "The sign-in lacks the role that this call needs.");
    public static readonly Error PersonRequired = new("personRequired", 403, "Only people are voters of this poll.");
    public static readonly Error CodeRequired = new("codeRequired", 403, "The poll's voters need a code.");
    public static readonly Error InvalidCode = new("invalidCode", 403, "The code is not known, or is used.");
    public static readonly Error ResultsHidden = new("resultsHidden", 403, "The poll's rules do not show the results now.");
    public static readonly Error JournalHidden = new("journalHidden", 403, "The journal is published once the poll is final.");
    public static readonly Error RouteNotFound = new("routeNotFound", 404, "There is nothing at this address.");
    public static readonly Error PollNotFound = new("pollNotFound", 404, "There is no such poll.");
    public static readonly Error VoteNotFound = new("voteNotFound", 404, "This voter has no such vote.");
    public static readonly Error DeadLetterNotFound = new("deadLetterNotFound", 404, "There is no such dead letter.");
    public static readonly Error MethodNotAllowed = new("methodNotAllowed", 405, "This address does not take this method.");
    public static readonly Error RequestTimeout = new("requestTimeout", 408, "The request took too long to arrive.");
    public static readonly Error PollNotOpen = new("pollNotOpen", 409, "The poll is not open yet.");
    public static readonly Error PollClosed = new("pollClosed", 409, "The poll no longer takes votes.");
    public static readonly Error PollTakesNoCodes = new("pollTakesNoCodes", 409, "The poll's voters need no codes.");
    public static readonly Error WrongGeneration = new("wrongGeneration", 409, "The keys are not at the generation before that.");
    public static readonly Error PartitionGone = new("partitionGone", 409, "The log no longer has the partition that the event came from.");
    public static readonly Error PollNotEditable = new("pollNotEditable", 409, "The poll can no longer be changed like this.");
    public static readonly Error PreconditionFailed = new("preconditionFailed", 412, "The poll is not the one that If-Match names.");
    public static readonly Error BodyTooLarge = new("bodyTooLarge", 413, "The body is larger than this call takes.");
    public static readonly Error TooManyVotes = new("tooManyVotes", 413, "The batch has more votes than one may have.");
    public static readonly Error UnsupportedMediaType = new("unsupportedMediaType", 415, "The body is not of the media type that this call takes.");
    public static readonly Error PreconditionRequired = new("preconditionRequired", 428, "This call needs If-Match.");
    public static readonly Error RateLimited = new("rateLimited", 429, "Too many requests; nothing was accepted.");
    public static readonly Error InternalError = new("internalError", 500, "Something went wrong on this side.");
    public static readonly Error IdentityUnavailable = new("identityUnavailable", 503, "The sign-in cannot be checked; nothing was changed.");
    public static readonly Error LogUnavailable = new("logUnavailable", 503, "The vote log did not take it in time.");
    public static readonly Error Overloaded = new("overloaded", 503, "More votes are waiting than may; nothing was accepted.");
    public static readonly Error StorageUnavailable = new("storageUnavailable", 503, "The storage does not answer; nothing was changed.");
}
