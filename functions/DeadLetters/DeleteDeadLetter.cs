using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LiveTally.DeadLetters;

/// <summary><c>DELETE /deadletters/{id}</c>: an admin gives an event up for good.</summary>
public sealed class DeleteDeadLetter(IDeadLetterStore store, ILogger<DeleteDeadLetter> logger)
{
    [Function(nameof(DeleteDeadLetter))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "deadletters/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await store.DeleteAsync(id, cancellationToken))
            return new Problem(Errors.DeadLetterNotFound);

        Log.Deleted(logger, id);
        return TypedResults.NoContent();
    }
}
