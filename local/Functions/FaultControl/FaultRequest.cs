using System.Text.Json;
using System.Text.Json.Serialization;
using LiveTally.Local.Faults;

namespace LiveTally.Local.Functions.FaultControl;

/// <summary>What <c>PUT /_faults</c> takes: it replaces all rules.</summary>
internal sealed record FaultRequest(int Seed, [property: JsonRequired] FaultRuleBody?[] Rules);

/// <summary>A <see cref="FaultRule"/>, as it is written in JSON; what is absent has the rule's default.</summary>
internal sealed record FaultRuleBody([property: JsonRequired] string Kind, string? On = null, double Rate = 1, long? Times = null, int Amount = 0)
{
    public FaultRule ToRule() => new() { Kind = Kind, On = On, Rate = Rate, Times = Times, Amount = Amount };
}

/// <summary>What <c>GET /_faults</c> answers.</summary>
internal sealed record FaultState(IReadOnlyList<FaultRule> Rules, IReadOnlyDictionary<string, long> Counts);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(FaultRequest))]
[JsonSerializable(typeof(FaultState))]
internal sealed partial class FaultJson : JsonSerializerContext;
