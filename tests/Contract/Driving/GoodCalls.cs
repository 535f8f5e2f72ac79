using LiveTally.Tests.Contract.Document;

namespace LiveTally.Tests.Contract.Driving;

/// <summary>For every operation a call that succeeds, from which those that do not are made.</summary>
internal static class GoodCalls
{
    public const string Connection = "qkfG3wJ0lBnfQTuhHKH9Zw";

    /// <summary>A call that can be made once.</summary>
    public static async Task<Call> MakeAsync(string operation, World world) => operation switch
    {
        "CreatePoll" => new Call(operation) { Body = World.Poll(), AsAdmin = true },
        "OpenPoll" => new Call(operation, await world.Server.Client.CreatePollAsync(World.Poll())) { AsAdmin = true },
        "ClosePoll" => new Call(operation, await world.Server.Client.OpenPollAsync(World.Poll())) { AsAdmin = true },
        "ChangePoll" => new Call(operation, world.Draft) { Body = new { question = "Tabs?" }, AsAdmin = true, Headers = [("If-Match", "*")] },
        "DeletePoll" => new Call(operation, await world.Server.Client.CreatePollAsync(World.Poll())) { AsAdmin = true },
        "CreateCodes" => new Call(operation, world.Codes) { Body = new { count = 3 }, AsAdmin = true },
        "RotateKeys" => new Call(operation, await world.Server.Client.CreatePollAsync(World.Poll())) { Body = new { generation = 1 }, AsAdmin = true },
        "SubmitVotes" => new Call(operation, world.Open) { Text = "{\"voterId\":\"u-18\",\"choices\":[1]}\n{\"voterId\":\"u-19\",\"choices\":[9]}", MediaType = "application/x-ndjson", AsAdmin = true },
        "IssueVoterToken" => new Call(operation, world.Open) { Body = new { } },
        "SubmitVote" => new Call(operation, world.Open) { Body = new { choices = new[] { 1 } }, Token = world.Token },
        "GetVote" => new Call(operation, world.Open, world.VoteId) { Token = world.Token },
        "JoinViewers" => new Call(operation, world.Open) { Body = new { connectionId = Connection } },
        "LeaveViewers" => new Call(operation, world.Open, Connection),
        "ReplayDeadLetter" or "DeleteDeadLetter" => new Call(operation, await world.LetterAsync()) { AsAdmin = true },
        _ => new Call(operation, OpenApi.Operations[operation].Parameters is ["pollId"] ? [world.Open] : []) { AsAdmin = true },
    };

    /// <summary>What a good call of the operation answers.</summary>
    public static int StatusOf(string operation) => OpenApi.Operations[operation].Responses.Keys.Single(status => status is >= 200 and < 300);
}
