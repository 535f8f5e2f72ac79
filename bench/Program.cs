using System.CommandLine;
using LiveTally.Bench;

var url = new Option<string>("--url") { Description = "Where LiveTally runs.", DefaultValueFactory = _ => "http://127.0.0.1:7071" };
var adminKey = new Option<string>("--admin-key") { Description = "Its admin key; also from LIVETALLY_ADMIN_KEY.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LIVETALLY_ADMIN_KEY") ?? "" };
var votes = new Option<int>("--votes") { Description = "How many voters vote, once each.", DefaultValueFactory = _ => 100_000 };
var connections = new Option<int>("--connections") { Description = "How many connections they share.", DefaultValueFactory = _ => 64 };
var pid = new Option<int?>("--pid") { Description = "LiveTally's process id, to report its memory." };
var rate = new Option<int>("--rate") { Description = "Votes a second.", DefaultValueFactory = _ => 50 };
var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 30 };

var viewers = new Option<int>("--viewers") { Description = "How many WebSocket clients watch one poll.", DefaultValueFactory = _ => 5_000 };
var rounds = new Option<int>("--rounds") { Description = "How many votes are pushed to all of them, one after the other.", DefaultValueFactory = _ => 20 };

var load = new Command("load", "As many votes as it takes, then: is every 202 counted, exactly, and seen by a screen?") { votes, connections, pid };
load.SetAction(async (arguments, ct) =>
{
    using var api = new Api(new Uri(arguments.GetValue(url)!), arguments.GetValue(adminKey)!, arguments.GetValue(connections));
    return await Load.RunAsync(api, arguments.GetValue(votes), arguments.GetValue(connections), arguments.GetValue(pid), ct);
});

var latency = new Command("latency", "Votes at a steady rate: how long from the POST until a screen shows it?") { rate, seconds };
latency.SetAction(async (arguments, ct) =>
{
    using var api = new Api(new Uri(arguments.GetValue(url)!), arguments.GetValue(adminKey)!, connections: 64);
    return await Latency.RunAsync(api, arguments.GetValue(rate), arguments.GetValue(seconds), ct);
});

var fanout = new Command("fanout", "Many viewers of one poll: how long until a result is on the last screen, and what does a viewer cost?") { viewers, rounds, pid };
fanout.SetAction(async (arguments, ct) =>
{
    using var api = new Api(new Uri(arguments.GetValue(url)!), arguments.GetValue(adminKey)!, connections: 64);
    return await Fanout.RunAsync(api, arguments.GetValue(viewers), arguments.GetValue(rounds), arguments.GetValue(pid), ct);
});

var log = new Command("log", "The vote log by itself: durable appends a second, and how long a large log takes to open.");
log.SetAction((_, ct) => LogBench.RunAsync(ct));

var data = new Option<string?>("--data") { Description = "The endpoint's data directory, which is kept; without it one is made and removed." };
var documents = new Option<int>("--documents") { Description = "How many documents to add first." };
var callers = new Option<int>("--callers") { Description = "How many callers at once.", DefaultValueFactory = _ => 64 };
var each = new Option<int>("--seconds") { Description = "How long each kind of request is measured.", DefaultValueFactory = _ => 5 };

var cosmos = new Command("cosmos", "The local Cosmos DB endpoint by itself, through the SDK: start, point writes, batches of two, reads.") { data, documents, callers, each };
cosmos.SetAction((arguments, ct) => Cosmos.RunAsync(
    arguments.GetValue(data), arguments.GetValue(documents), arguments.GetValue(callers), arguments.GetValue(each), ct));

var noLog = new Option<bool>("--no-log") { Description = "Answer without a durable append." };
var peer = new Command("peer", "A bare Kestrel endpoint that takes votes and appends them to a log of the same kind: what the machine can do at best. Runs until it is stopped.") { noLog };
peer.SetAction((arguments, ct) => Peer.RunAsync(durable: !arguments.GetValue(noLog), ct));

var turns = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 3 };
var uncounted = new Option<bool>("--uncounted") { Description = "LiveTally runs with AzureWebJobs_AggregateVotes_Disabled=true: votes stay in the log, and the ingress is measured alone." };
var compare = new Command("compare", "LiveTally against the peer with and without its log, in turns: votes a second, and the ratio.") { votes, connections, turns, uncounted };
compare.SetAction(async (arguments, ct) =>
{
    using var api = new Api(new Uri(arguments.GetValue(url)!), arguments.GetValue(adminKey)!, connections: 64);
    return await Compare.RunAsync(
        api, new Uri(arguments.GetValue(url)!), arguments.GetValue(adminKey)!, arguments.GetValue(votes), arguments.GetValue(connections), arguments.GetValue(turns),
        arguments.GetValue(uncounted), ct);
});

var delay = new Option<int>("--delay") { Description = "Milliseconds that every append to the log waits; needs LIVETALLY_FAULTS=true. 0: none.", DefaultValueFactory = _ => 100 };
var server = new Option<int>("--pid") { Description = "LiveTally's process id.", Required = true };
var crowd = new Option<int>("--connections") { Description = "How many connections overload it.", DefaultValueFactory = _ => 500 };
var minute = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
var overload = new Command("overload", "Far more votes than LiveTally can take: are refusals fast, does memory stay, is every 202 counted?") { votes, crowd, delay, minute, server };
overload.SetAction(async (arguments, ct) =>
{
    using var api = new Api(new Uri(arguments.GetValue(url)!), arguments.GetValue(adminKey)!, connections: 64);
    return await Overload.RunAsync(
        api, new Uri(arguments.GetValue(url)!), arguments.GetValue(votes), arguments.GetValue(crowd), arguments.GetValue(delay), arguments.GetValue(minute), arguments.GetValue(server), ct);
});

url.Recursive = true;
adminKey.Recursive = true;
return await new RootCommand("Measures a running LiveTally.") { url, adminKey, load, latency, fanout, peer, compare, overload, log, cosmos }.Parse(args).InvokeAsync();
