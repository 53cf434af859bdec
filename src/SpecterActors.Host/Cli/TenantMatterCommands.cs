using System.CommandLine;
using System.Text.Json.Nodes;

namespace SpecterActors.Host.Cli;

/// <summary>What an operator looks up and decides about one tenant of a running service: notes on articles, held stock, the data of a person.</summary>
internal static class TenantMatterCommands
{
    private const int RowsDefault = 100;

    public static IEnumerable<Command> All(CommonOptions common, HostEnvironment environment) =>
        [SetUp(common, environment), Notes(common, environment), ReleaseStock(common, environment), Erase(common, environment)];

    private static Command SetUp(CommonOptions common, HostEnvironment environment)
    {
        var (tenant, service) = (TenantCommands.Tenant(), new ServiceOptions());
        var all = new Option<bool>("--all") { Description = "Also what is as it should be." };
        var command = new Command("setup", "Asks both systems and shows what of a tenant's set-up is missing, wrong, not proven or to confirm. Exit code 1 when something is. Talks to a running service.") { tenant, all };
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            using var client = service.Open(common, parsed, environment);
            var report = await client.GetAsync($"admin/tenants/{TenantCommands.Part(parsed.GetValue(tenant)!)}/setup", stop);
            var points = report["points"]!.AsArray().Where(p => parsed.GetValue(all) || (string?)p!["state"] is not ("ok" or "note")).ToList();
            terminal.Answer(
                report,
                () => points.Count == 0
                    ? ["complete"]
                    : Table.Of(["subject", "state", "found", "to do"], points.Select(p => (IReadOnlyList<string>)[(string)p!["subject"]!, (string)p["state"]!, (string)p["text"]!, (string?)p["remedy"] ?? ""])));
            return (bool)report["complete"]! ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static Command Notes(CommonOptions common, HostEnvironment environment)
    {
        var (tenant, service) = (TenantCommands.Tenant(), new ServiceOptions());
        var note = new Argument<string?>("note") { Description = "A note, no-stock-sync for one. Without it the notes are counted.", Arity = ArgumentArity.ZeroOrOne };
        var max = new Option<int>("--max") { Description = "Most articles.", DefaultValueFactory = _ => RowsDefault };
        var command = new Command("notes", "Lists articles that are as they should be and yet worth knowing: no stock sync, packages, sets without composition. Talks to a running service.")
        {
            tenant, note, max,
        };
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            using var client = service.Open(common, parsed, environment);
            var path = $"admin/tenants/{TenantCommands.Part(parsed.GetValue(tenant)!)}/articles?max={parsed.GetValue(max)}&note=";
            if (parsed.GetValue(note) is { } one)
            {
                var noted = await client.GetAsync(path + TenantCommands.Part(one), stop);
                var articles = noted["articles"]!.AsArray().Select(a => Uri.UnescapeDataString(((string)a!).Split('/')[^1])).ToList();
                terminal.Answer(noted, () => [$"{noted["matching"]} articles are noted {one}{(articles.Count < (int)noted["matching"]! ? $"; the first {articles.Count}" : "")}", .. articles]);
                return ExitCodes.Ok;
            }

            var counts = new List<(string Note, int Matching)>();
            foreach (var each in Domain.Articles.ArticleObstacles.AllNotes)
            {
                counts.Add((each, (int)(await client.GetAsync($"admin/tenants/{TenantCommands.Part(parsed.GetValue(tenant)!)}/articles?max=1&note={each}", stop))["matching"]!));
            }

            terminal.Answer(
                counts.Select(c => new { note = c.Note, matching = c.Matching }), () => Table.Of(["note", "articles"], counts.Select(c => (IReadOnlyList<string>)[c.Note, c.Matching.ToString()])));
            return ExitCodes.Ok;
        });
    }

    private static Command ReleaseStock(CommonOptions common, HostEnvironment environment)
    {
        var (tenant, reason, service) = (TenantCommands.Tenant(), TenantCommands.Reason(), new ServiceOptions());
        var shop = new Argument<string>("shop") { Description = "Id of the shop." };
        var count = new Option<int?>("--count") { Description = "The number of writes that the preview showed; more are refused. Without it nothing is changed and the preview is shown.", HelpName = "WRITES" };
        var command = new Command("release-stock", "Lets the stock of a shop go that a switched flow would write: first the preview, then with --count. Talks to a running service.")
        {
            tenant, shop, count, reason,
        };
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            using var client = service.Open(common, parsed, environment);
            var path = $"admin/tenants/{TenantCommands.Part(parsed.GetValue(tenant)!)}/shops/{TenantCommands.Part(parsed.GetValue(shop)!)}/stock/release";
            var writes = parsed.GetValue(count);
            var answer = await client.PostAsync(path, parsed.GetValue(reason)!, stop, [("preview", writes is null), .. writes is null ? Array.Empty<(string, JsonNode?)>() : [("count", writes)]]);
            terminal.Answer(
                answer,
                () => writes is not null
                    ? [$"the stock of {parsed.GetValue(shop)} goes"]
                    :
                    [
                        $"{answer["writes"]} of {answer["articles"]} articles would be written, {answer["zeroes"]} of them a zero",
                        .. answer["samples"]!.AsArray().Select(s => $"{s!["article"]}: {s["shows"]?.ToString() ?? "unknown"} becomes {s["becomes"]}"),
                        $"next        if that is right, the same with --count {answer["writes"]}",
                    ]);
            return ExitCodes.Ok;
        });
    }

    private static Command Erase(CommonOptions common, HostEnvironment environment)
    {
        var (tenant, reason, service) = (TenantCommands.Tenant(), TenantCommands.Reason(), new ServiceOptions());
        var person = new Option<string?>("--person") { Description = "E-mail address, organisation or personal number, in any spelling: all that is stored of that person.", HelpName = "VALUE" };
        var order = new Option<string?>("--order") { Description = "External number of one order.", HelpName = "NUMBER" };
        var forGood = new Option<bool>("--for-good") { Description = "Does it. Without it nothing is changed, and what it would take is shown." };
        var command = new Command(
            "erase", "Makes the personal data of a person or an order unreadable for good; business data stay. Do not name the person in the reason. Talks to a running service.")
        {
            tenant, person, order, forGood, reason,
        };
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            using var client = service.Open(common, parsed, environment);
            var answer = await client.PostAsync(
                $"admin/tenants/{TenantCommands.Part(parsed.GetValue(tenant)!)}/erase", parsed.GetValue(reason)!, stop,
                [
                    ("preview", !parsed.GetValue(forGood)),
                    .. parsed.GetValue(person) is { } who ? [("person", who)] : Array.Empty<(string, JsonNode?)>(),
                    .. parsed.GetValue(order) is { } number ? [("order", number)] : Array.Empty<(string, JsonNode?)>(),
                ]);
            var orders = answer["orders"]!.AsArray().Select(o => Uri.UnescapeDataString(((string)o!).Split('/')[^1])).ToList();
            terminal.Answer(
                answer,
                () =>
                [
                    $"{answer["keys"]} keys {((bool)answer["preview"]! ? "would be" : "were")} destroyed, of {orders.Count} orders and what is known of their customers", .. orders,
                    .. (bool)answer["preview"]! ? ["next        if that is right, the same with --for-good; the shop and the ERP erase their own"] : Array.Empty<string>(),
                ]);
            return ExitCodes.Ok;
        });
    }
}
