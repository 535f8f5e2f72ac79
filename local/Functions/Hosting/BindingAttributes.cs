using System.Reflection;

namespace LiveTally.Local.Functions.Hosting;

internal static class BindingAttributes
{
    /// <summary>The attribute of the kind; null if there is none.</summary>
    /// <exception cref="StartupException">There are several, or the attribute refuses what it is given.</exception>
    public static T? Single<T>(string function, ICustomAttributeProvider target)
        where T : Attribute
    {
        try
        {
            var attributes = target.GetCustomAttributes(typeof(T), inherit: false);
            return attributes.Length <= 1
                ? (T?)attributes.FirstOrDefault()
                : throw StartupException.OfFunction(
                    function, $"it has {string.Join(" and ", attributes.Select(attribute => attribute.GetType().Name))} where only one can be");
        }
        catch (ArgumentException e)
        {
            throw StartupException.OfFunction(function, e.Message);
        }
    }
}
