namespace LiveTally.Local.Functions.Hosting;

internal enum TriggerOutcome
{
    Succeeded,

    /// <summary>The last attempt that the retry policy allows has failed.</summary>
    Failed,

    /// <summary>The host stopped first: whatever was to be processed is to be delivered again.</summary>
    Abandoned,
}
