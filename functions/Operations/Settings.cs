using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>
/// Options from settings, checked at start: a setting that does not exist, is not of its type or is out of range is an error that names it
/// as it is written in the environment, <c>Section__Name</c>.
/// </summary>
internal static class Settings
{
    public static void AddSettings<T>(this IServiceCollection services, string section)
        where T : class =>
        services.AddOptions<T>()
            .Configure<IConfiguration>((options, configuration) => Read(options, configuration.GetSection(section)))
            .ValidateDataAnnotations()
            .ValidateOnStart();

    private static void Read<T>(T options, IConfigurationSection section)
        where T : class
    {
        foreach (var setting in section.GetChildren())
        {
            var name = $"{section.Key}__{setting.Key}";
            var property = typeof(T).GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
                ?? throw new OptionsValidationException(section.Key, typeof(T), [$"There is no setting {name}."]);
            try
            {
                property.SetValue(options, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(setting.Value ?? ""));
            }
            catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
            {
                throw new OptionsValidationException(section.Key, typeof(T), [$"{name}: '{setting.Value}' is no {property.PropertyType.Name}."]);
            }
        }
    }
}
