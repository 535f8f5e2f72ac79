namespace LiveTally.Local.Functions.Pages;

/// <summary>Finds the built pages.</summary>
internal static class PagesFolder
{
    private const string BesideTheProgram = "wwwroot";
    private const string InTheRepository = "web/dist";
    private const string TopOfTheRepository = "azure.yaml";

    /// <summary>Beside the program; for one that was built in the repository, where the repository's build of the pages puts them.</summary>
    public static string Default()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, BesideTheProgram);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null && !Directory.Exists(beside); folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, TopOfTheRepository)))
                return Path.Combine(folder.FullName, InTheRepository);
        }

        return beside;
    }
}
