namespace LiveTally.Operations;

/// <summary>The app roles that the API's registration in Entra ID defines.</summary>
public static class Roles
{
    /// <summary>Everything that an admin does.</summary>
    public const string ManagePolls = "Polls.Manage";

    /// <summary>Voting for others by <c>voterId</c>.</summary>
    public const string SubmitVotes = "Votes.Submit";
}
