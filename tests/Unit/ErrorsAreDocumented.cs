using System.Reflection;
using System.Text.RegularExpressions;
using LiveTally.Operations;

namespace LiveTally.Tests.Unit;

public sealed partial class ErrorsAreDocumented
{
    private static readonly Error[] Catalogue = [.. typeof(Errors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Error)field.GetValue(null)!)];

    [Fact]
    public void The_catalogue_and_its_page_are_equal()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "errors.md"));

        Assert.Equal(
            Catalogue.Select(error => $"{error.Code} {error.Status}").Order(StringComparer.Ordinal),
            Heading().Matches(page).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_errors_share_a_code() => Assert.Equal(Catalogue.Length, Catalogue.Select(error => error.Code).Distinct().Count());

    [GeneratedRegex(@"^## (\w+)\n\n(\d{3}) ", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
