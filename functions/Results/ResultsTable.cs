using System.Globalization;
using System.Text;
using LiveTally.Polls;

namespace LiveTally.Results;

/// <summary>Results as CSV (RFC 4180).</summary>
internal static class ResultsTable
{
    private const string LineEnd = "\r\n";

    // What a spreadsheet takes for the beginning of a formula, in the width of East Asian scripts too (OWASP, CSV injection).
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    /// <summary>
    /// A header and a row an option, in the poll's order: number from 0, label, count and share, 0 to 1, in a ranking also first choices. The share is
    /// of the ballots; in a ranking, where counts are points, of all points.
    /// </summary>
    public static string Write(Poll poll, ResultsDocument results)
    {
        var whole = poll.Kind == PollKind.Ranking ? results.Counts.Sum() : results.Ballots;
        var table = new StringBuilder("option,label,count,share").Append(results.FirstChoices is null ? "" : ",firstChoices").Append(LineEnd);
        for (var option = 0; option < poll.Options.Length; option++)
        {
            var count = results.Counts[option];
            table.Append(CultureInfo.InvariantCulture, $"{option},{Quote(poll.Options[option])},{count},{Share(count, whole)}");
            if (results.FirstChoices is { } firstChoices)
                table.Append(CultureInfo.InvariantCulture, $",{firstChoices[option]}");
            table.Append(LineEnd);
        }

        return table.ToString();
    }

    private static string Share(long count, long whole) => (whole == 0 ? 0 : (decimal)count / whole).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Quote(string label) => $"\"{(FormulaStarts.Contains(label[0], StringComparison.Ordinal) ? "'" : "")}{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
