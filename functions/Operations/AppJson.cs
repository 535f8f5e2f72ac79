using System.Text.Json;
using System.Text.Json.Serialization;
using LiveTally.Codes;
using LiveTally.DeadLetters;
using LiveTally.Polls;
using LiveTally.Realtime;
using LiveTally.Results;
using LiveTally.Tally;
using LiveTally.Votes;

namespace LiveTally.Operations;

/// <summary>Every type that goes out or comes in as JSON, with its code generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false, AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(PageSettings))]
[JsonSerializable(typeof(Poll))]
[JsonSerializable(typeof(Poll[]))]
[JsonSerializable(typeof(PollView))]
[JsonSerializable(typeof(CreatePollRequest))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(PollList))]
[JsonSerializable(typeof(IReadOnlyList<Poll>))]
[JsonSerializable(typeof(IssueTokenRequest))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(RotateKeysRequest))]
[JsonSerializable(typeof(RotatedKeys))]
[JsonSerializable(typeof(CreateCodesRequest))]
[JsonSerializable(typeof(CreatedCodes))]
[JsonSerializable(typeof(CodeLot))]
[JsonSerializable(typeof(CodeBucket))]
[JsonSerializable(typeof(LotName[]))]
[JsonSerializable(typeof(RedeemedCode))]
[JsonSerializable(typeof(SubmitVoteRequest))]
[JsonSerializable(typeof(BatchVote))]
[JsonSerializable(typeof(AcceptedVote))]
[JsonSerializable(typeof(RefusedVote))]
[JsonSerializable(typeof(VoteStatus))]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(Verification))]
[JsonSerializable(typeof(BoxHead))]
[JsonSerializable(typeof(BoxPage))]
[JsonSerializable(typeof(IReadOnlyList<ChangedBox>))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(DeadLetterList))]
[JsonSerializable(typeof(ReplayedDeadLetter))]
[JsonSerializable(typeof(ResultsDocument))]
[JsonSerializable(typeof(IReadOnlyList<ResultsDocument>))]
[JsonSerializable(typeof(ResultsSnapshot))]
[JsonSerializable(typeof(Timeline))]
[JsonSerializable(typeof(TimelineView))]
[JsonSerializable(typeof(ConnectionAnswer))]
[JsonSerializable(typeof(JoinRequest))]
public sealed partial class AppJson : JsonSerializerContext;
