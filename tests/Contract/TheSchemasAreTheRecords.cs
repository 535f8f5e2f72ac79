using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LiveTally.Codes;
using LiveTally.DeadLetters;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Realtime;
using LiveTally.Results;
using LiveTally.Tally;
using LiveTally.Tests.Contract.Document;
using LiveTally.Votes;

namespace LiveTally.Tests.Contract;

public sealed class TheSchemasAreTheRecords
{
    private static readonly Dictionary<string, Type> Records = new()
    {
        ["Poll"] = typeof(PollView),
        ["PollList"] = typeof(PollList),
        ["CreatePoll"] = typeof(CreatePollRequest),
        ["CreateCodes"] = typeof(CreateCodesRequest),
        ["CreatedCodes"] = typeof(CreatedCodes),
        ["RotateKeys"] = typeof(RotateKeysRequest),
        ["RotatedKeys"] = typeof(RotatedKeys),
        ["BatchVote"] = typeof(BatchVote),
        ["RefusedVote"] = typeof(RefusedVote),
        ["Timeline"] = typeof(TimelineView),
        ["TimelinePoint"] = typeof(TimelinePoint),
        ["PageSettings"] = typeof(PageSettings),
        ["SignIn"] = typeof(SignInSettings),
        ["IssueToken"] = typeof(IssueTokenRequest),
        ["VoterToken"] = typeof(IssuedToken),
        ["SubmitVote"] = typeof(SubmitVoteRequest),
        ["AcceptedVote"] = typeof(AcceptedVote),
        ["VoteStatus"] = typeof(VoteStatus),
        ["Results"] = typeof(ResultsSnapshot),
        ["FinalResult"] = typeof(FinalResult),
        ["Connection"] = typeof(ConnectionAnswer),
        ["JoinViewers"] = typeof(JoinRequest),
        ["JournalLine"] = typeof(JournalLine),
        ["Verification"] = typeof(Verification),
        ["DeadLetter"] = typeof(DeadLetterView),
        ["DeadLetterList"] = typeof(DeadLetterList),
        ["ReplayedDeadLetter"] = typeof(ReplayedDeadLetter),
        ["Health"] = typeof(Health),
        ["Problem"] = typeof(ProblemBody),
    };

    private static readonly Dictionary<string, Type> Words = new()
    {
        ["PollKind"] = typeof(PollKind),
        ["VoterRule"] = typeof(VoterRule),
        ["ResultsRule"] = typeof(ResultsRule),
        ["PollState"] = typeof(PollState),
    };

    // Parts of others that are no type of their own in the code.
    private static readonly string[] Texts = ["PollId", "DeadLetterId"];

    // Of the fields of a new poll any, and each may be null.
    private const string Patch = "ChangePoll";

    public static TheoryData<string> RecordNames => [.. Records.Keys];

    public static TheoryData<string> WordNames => [.. Words.Keys];

    [Fact]
    public void Every_schema_is_a_type() =>
        Assert.Equal(Records.Keys.Concat(Words.Keys).Concat(Texts).Append(Patch).Order(StringComparer.Ordinal), OpenApi.Schemas.Select(schema => schema.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void What_can_be_changed_is_what_a_new_poll_has()
    {
        var patch = OpenApi.Schemas[Patch]!;
        var fields = OpenApi.Schemas["CreatePoll"]!["properties"]!.AsObject();

        Assert.Null(patch["required"]);
        Assert.False(patch["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(fields.Select(field => $"{field.Key}: {Shape(field.Value!).TrimEnd('?')}?"), patch["properties"]!.AsObject().Select(field => $"{field.Key}: {Shape(field.Value!)}"));
    }

    // No answer has it: a deleted poll is none.
    [Theory, MemberData(nameof(WordNames))]
    public void Its_words_are_those_of_the_enum(string name) =>
        Assert.Equal(
            Enum.GetValues(Words[name]).Cast<object>().Where(value => value is not PollState.Deleted).Select(value => JsonSerializer.SerializeToNode(value, value.GetType())!.GetValue<string>()),
            OpenApi.Schemas[name]!["enum"]!.AsArray().Select(word => word!.GetValue<string>()));

    [Theory, MemberData(nameof(RecordNames))]
    public void Its_properties_are_those_of_the_record(string name)
    {
        var schema = OpenApi.Schemas[name]!.AsObject();
        var record = AppJson.Default.GetTypeInfo(Records[name])!;
        var isRequest = record.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
        var properties = record.Properties;

        Assert.Equal(isRequest, schema["additionalProperties"]?.GetValue<bool>() == false);
        Assert.Equal(properties.Select(property => property.Name), schema["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(
            properties.Where(property => isRequest ? property.IsRequired : !IsLeftOut(record, property)).Select(property => property.Name),
            schema["required"]!.AsArray().Select(required => required!.GetValue<string>()));
        Assert.All(properties, property => Assert.Equal(Shape(property, isRequest, IsLeftOut(record, property)), Shape(schema["properties"]![property.Name]!)));
    }

    // What is null is not written: by its attribute, or, for the lines of a journal, all of it.
    private static bool IsLeftOut(JsonTypeInfo record, JsonPropertyInfo property) =>
        IsNullable(property, isRequest: false)
        && (record.Type == typeof(JournalLine) || property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }]);

    private static bool IsNullable(JsonPropertyInfo property, bool isRequest) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : isRequest ? property.IsSetNullable : property.IsGetNullable;

    private static string Shape(JsonPropertyInfo property, bool isRequest, bool isLeftOut) =>
        Shape(property.PropertyType) + (IsNullable(property, isRequest) && !isLeftOut ? "?" : "");

    /// <summary>A type as the schema would have to say it.</summary>
    private static string Shape(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Records.Concat(Words).FirstOrDefault(schema => schema.Value == type).Key is { } name)
            return name;
        if (type == typeof(bool))
            return "boolean";
        if (type == typeof(int))
            return "integer int32";
        if (type == typeof(long))
            return "integer int64";
        if (type == typeof(Guid))
            return "string uuid";
        if (type == typeof(DateTimeOffset))
            return "string date-time";
        if (type == typeof(string) || type == typeof(byte[]))
            return "string";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return $"object of {Shape(type.GetGenericArguments()[1])}";
        Assert.True(typeof(IEnumerable).IsAssignableFrom(type), $"{type} has no shape.");
        return $"array of {Shape(type.GetElementType() ?? type.GetGenericArguments()[0])}";
    }

    private static string Shape(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray alternatives)
        {
            Assert.Equal((2, "null"), (alternatives.Count, alternatives[1]!["type"]!.GetValue<string>()));
            return Shape(alternatives[0]!) + "?";
        }

        // A text that is a schema of its own, such as an id, is a text all the same.
        if (schema["$ref"]?.GetValue<string>().Split('/')[^1] is { } name)
            return Texts.Contains(name) ? "string" : name;

        var types = schema["type"] is JsonArray several ? [.. several.Select(type => type!.GetValue<string>())] : new[] { schema["type"]!.GetValue<string>() };
        var shape = types[0] switch
        {
            "integer" => $"integer {schema["format"]!.GetValue<string>()}",
            "string" when schema["format"]?.GetValue<string>() is "uuid" or "date-time" => $"string {schema["format"]!.GetValue<string>()}",
            "array" => $"array of {Shape(schema["items"]!)}",
            "object" => $"object of {Shape(schema["additionalProperties"]!)}",
            var other => other,
        };
        return types is [_, "null"] ? shape + "?" : shape;
    }
}
