using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SignalRConnectionInfo))]
internal sealed partial class HttpBindingJson : JsonSerializerContext;
