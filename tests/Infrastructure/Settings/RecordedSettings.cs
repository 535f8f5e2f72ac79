using Microsoft.Extensions.Configuration;

namespace LiveTally.Tests.Infrastructure.Settings;

/// <summary>Settings that remember which of them were asked for.</summary>
internal sealed class RecordedSettings : ConfigurationProvider, IConfigurationSource
{
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    public RecordedSettings(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (name, value) in settings)
            Set(Key(name), value);
    }

    public bool WasRead(string name) => _read.Contains(Key(name));

    public override bool TryGet(string key, out string? value)
    {
        _read.Add(key);
        return base.TryGet(key, out value);
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);
}
