using LiveTally.Local.Functions.Http;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Takes the parameter from the request's JSON body.</summary>
public class FromBodyAttribute : InputConverterAttribute
{
    public FromBodyAttribute()
        : base(typeof(JsonRequestBody))
    {
    }
}
