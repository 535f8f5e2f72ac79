namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>Something the writer does inside its transaction, and the caller who waits for the commit.</summary>
internal abstract class WriteRequest
{
    /// <summary>Does the work. False: take back what it wrote; its result stands all the same.</summary>
    public abstract bool Run(WriteSession session);

    /// <summary>Called once the group that holds this request is durable. A request that has failed by itself stays failed.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc cref="WriteRequest"/>
/// <param name="work">Returns its result and whether what it wrote is to be kept.</param>
internal sealed class WriteRequest<TResult>(Func<WriteSession, (TResult Result, bool Keep)> work) : WriteRequest
{
    private readonly TaskCompletionSource<TResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? result;

    public Task<TResult> Answer => answer.Task;

    public override bool Run(WriteSession session)
    {
        (result, var keep) = work(session);
        return keep;
    }

    public override void Complete() => answer.TrySetResult(result!);

    public override void Fail(Exception exception) => answer.TrySetException(exception);
}
