using System.Reflection;

namespace LiveTally.Tests.Infrastructure.AzureTarget;

public sealed class TheWorkersRules
{
    public static TheoryData<string> Samples =>
        [.. typeof(FaultyFunctions).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method => method.Name)];

    [Fact]
    public void No_function_breaks_one()
    {
        Assert.NotEmpty(Application.Functions);
        Assert.All(Application.Functions, function => Assert.Empty(WorkerRules.BrokenBy(function)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Each_is_seen_to_be_broken_where_it_is_and_nowhere_else(string sample)
    {
        var function = typeof(FaultyFunctions).GetMethod(sample)!;
        var expected = Application.NameOf(function);

        Assert.Equal(expected.Length == 0 ? [] : [expected], WorkerRules.BrokenBy(function));
    }
}
