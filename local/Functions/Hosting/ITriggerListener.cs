namespace LiveTally.Local.Functions.Hosting;

/// <summary>Listens on behalf of one function.</summary>
internal interface ITriggerListener
{
    /// <summary>Ends only after <see cref="TriggerTokens.Stopping"/>, and when what it has started has ended.</summary>
    Task RunAsync(TriggerTokens tokens);
}
