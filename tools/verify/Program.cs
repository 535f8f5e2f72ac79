using System.CommandLine;
using LiveTally.Verify;

var url = new Argument<Uri>("url")
{
    Description = "Where LiveTally runs, for example http://127.0.0.1:7071.",
    CustomParser = static text =>
    {
        if (Uri.TryCreate(text.Tokens[0].Value, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http" or "https" })
            return parsed;
        text.AddError($"'{text.Tokens[0].Value}' is no http or https address.");
        return null;
    },
};
var poll = new Argument<string>("poll") { Description = "The poll's id." };
var receipt = new Option<string>("--receipt") { Description = "A voter's receipt: also find that vote in the journal." };
var adminKey = new Option<string>("--admin-key") { Description = "The admin key, for a poll that is not final; also from LIVETALLY_ADMIN_KEY.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LIVETALLY_ADMIN_KEY") ?? "" };

var verify = new RootCommand(
    """
    Counts a poll anew from its published journal, recomputes every hash up to the root, and holds both against the published results.
    Nothing the server has counted is trusted. Exit code 0: all agrees; 1: it does not; 2: the server cannot be asked.
    """)
{
    url, poll, receipt, adminKey,
};
verify.SetAction(async (arguments, cancellationToken) =>
{
    using var http = new HttpClient { BaseAddress = arguments.GetValue(url) };
    if (arguments.GetValue(adminKey) is { Length: > 0 } key)
        http.DefaultRequestHeaders.Add("X-Admin-Key", key);
    return await new Verification(http, Console.Out).RunAsync(arguments.GetValue(poll)!, arguments.GetValue(receipt), cancellationToken);
});
return await verify.Parse(args).InvokeAsync();
