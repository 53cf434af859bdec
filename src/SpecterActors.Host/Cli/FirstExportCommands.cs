using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SpecterActors.Host.Cli;

/// <summary>Steers the first export of a shop's range at a running service.</summary>
internal static class FirstExportCommands
{
    private const int PageMax = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly string[] Heads = ["number", "name", "uid", "variant", "class", "code", "cause", "remedy"];
    private static readonly string[] Resting = ["reported", "finished", "cancelled"];

    public static Command Make(CommonOptions common, HostEnvironment environment) =>
        new("first-export", "Brings the whole range of a shop into the ERP: dry run, report, confirmation, progress. Talks to a running service.")
        {
            Start(common, environment), Progress(common, environment), Report(common, environment), Confirm(common, environment), Cancel(common, environment),
        };

    /// <summary>Exports one article again.</summary>
    public static Command OfArticle(CommonOptions common, HostEnvironment environment)
    {
        var (tenant, reason, service) = (TenantCommands.Tenant(), TenantCommands.Reason(), new ServiceOptions());
        var number = new Argument<string>("number") { Description = "Article number." };
        var command = new Command("export-article", "Exports one article again, as the shop has it now. Talks to a running service.") { tenant, number, reason };
        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            using var client = service.Open(common, parsed, environment);
            var article = parsed.GetValue(number)!;
            await client.PostAsync($"admin/tenants/{TenantCommands.Part(parsed.GetValue(tenant)!)}/articles/{TenantCommands.Part(article)}/export", parsed.GetValue(reason)!, stop);
            terminal.Answer(new { exported = article }, () => [$"{article} is exported again"]);
            return ExitCodes.Ok;
        });
    }

    private static Command Start(CommonOptions common, HostEnvironment environment) => Of(
        common, environment, "start", "Begins a new run with a dry run, which sends nothing. Refused while another one reads or runs.", withReason: true, [],
        async (at, _, terminal, stop) =>
        {
            await at.Client.PostAsync($"{at.Path}/start", at.Reason, stop);
            return Show(terminal, await at.Client.GetAsync(at.Path, stop));
        });

    private static Command Progress(CommonOptions common, HostEnvironment environment)
    {
        var watch = new Option<bool>("--watch") { Description = "Shows progress until the run waits for a person or has ended." };
        return Of(common, environment, "progress", "Shows where the run stands: counts, rate, estimate of the time left.", withReason: false, [watch], async (at, parsed, terminal, stop) =>
        {
            var view = await at.Client.GetAsync(at.Path, stop);
            while (parsed.GetValue(watch) && !Resting.Contains((string?)view["stage"]))
            {
                terminal.Progress(view, Line(view));
                await Task.Delay(LookEvery, environment.Time, stop);
                view = await at.Client.GetAsync(at.Path, stop);
            }

            return Show(terminal, view);
        });
    }

    private static Command Report(CommonOptions common, HostEnvironment environment)
    {
        var only = new Option<string?>("--class") { Description = "Only rows of this class: create, update, createOrUpdate, conflict or invalid.", HelpName = "CLASS" };
        var csv = new Option<bool>("--csv") { Description = "Writes comma-separated values (RFC 4180) instead of a table." };
        var max = new Option<int>("--max") { Description = "Most rows; 0 for all.", DefaultValueFactory = _ => 0 };
        return Of(common, environment, "report", "Shows the rows of the report: what the export would do with each article, and why not.", withReason: false, [only, csv, max], async (at, parsed, terminal, stop) =>
        {
            if (parsed.GetValue(max) < 0)
            {
                throw new HostFault("usage", ExitCodes.Usage, "--max is negative.", "Write 0 for all rows, or how many.");
            }

            var left = parsed.GetValue(max) == 0 ? int.MaxValue : parsed.GetValue(max);
            if (parsed.GetValue(csv) && !terminal.Json)
            {
                terminal.Lines([Csv.Line(Heads)]);
                await foreach (var page in PagesAsync(at, parsed.GetValue(only), left, stop))
                {
                    terminal.Lines(page.Select(row => Csv.Line(Cells(row))));
                }

                return ExitCodes.Ok;
            }

            var rows = new List<JsonObject>();
            await foreach (var page in PagesAsync(at, parsed.GetValue(only), left, stop))
            {
                rows.AddRange(page);
            }

            terminal.Answer(rows, () => rows.Count == 0 ? ["no rows"] : Table.Of(Heads, rows.Select(Cells)));
            return ExitCodes.Ok;
        });
    }

    private static Command Confirm(CommonOptions common, HostEnvironment environment)
    {
        var report = new Option<string>("--report") { Description = "Id of the report that was looked at; any but the last is refused.", HelpName = "ID", Required = true };
        return Of(common, environment, "confirm", "Lets the articles of the report go: at most as many as it previewed.", withReason: true, [report], async (at, parsed, terminal, stop) =>
        {
            await at.Client.PostAsync($"{at.Path}/confirm", at.Reason, stop, ("reportId", parsed.GetValue(report)));
            return Show(terminal, await at.Client.GetAsync(at.Path, stop));
        });
    }

    private static Command Cancel(CommonOptions common, HostEnvironment environment) => Of(
        common, environment, "cancel", "Ends the run; articles that were told already go on to their end. A new run can be begun afterwards.", withReason: true, [],
        async (at, _, terminal, stop) =>
        {
            await at.Client.PostAsync($"{at.Path}/cancel", at.Reason, stop);
            return Show(terminal, await at.Client.GetAsync(at.Path, stop));
        });

    private static Command Of(
        CommonOptions common, HostEnvironment environment, string name, string description, bool withReason, IReadOnlyList<Option> more,
        Func<At, ParseResult, Terminal, CancellationToken, Task<int>> run)
    {
        var (tenant, reason, service) = (TenantCommands.Tenant(), TenantCommands.Reason(), new ServiceOptions());
        var shop = new Argument<string>("shop") { Description = "Id of the shop." };
        var command = new Command(name, description) { tenant, shop };
        if (withReason)
        {
            command.Add(reason);
        }

        foreach (var option in more)
        {
            command.Add(option);
        }

        service.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            using var client = service.Open(common, parsed, environment);
            var path = $"admin/tenants/{TenantCommands.Part(parsed.GetValue(tenant)!)}/shops/{TenantCommands.Part(parsed.GetValue(shop)!)}/export";
            return await run(new At(client, path, withReason ? parsed.GetValue(reason)! : ""), parsed, terminal, stop);
        });
    }

    private static async IAsyncEnumerable<IReadOnlyList<JsonObject>> PagesAsync(
        At at, string? only, int rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        string? from = null;
        do
        {
            var query = $"max={Math.Min(rows, PageMax)}{(only is null ? "" : $"&class={TenantCommands.Part(only)}")}{(from is null ? "" : $"&from={TenantCommands.Part(from)}")}";
            var page = await at.Client.GetAsync($"{at.Path}/report?{query}", stop);
            JsonObject[] some = [.. page["rows"]!.AsArray().OfType<JsonObject>()];
            rows -= some.Length;
            from = (string?)page["next"];
            yield return some;
        }
        while (from is not null && rows > 0);
    }

    private static int Show(Terminal terminal, JsonNode view)
    {
        terminal.Answer(view, () => Lines(view));
        return ExitCodes.Ok;
    }

    private static IEnumerable<string> Lines(JsonNode view)
    {
        var report = view["report"]!;
        yield return Line(view);
        yield return $"report      {view["runId"]}: {report["create"]} create, {report["update"]} update, {report["createOrUpdate"]} create or update, "
            + $"{report["conflict"]} conflict, {report["invalid"]} invalid; {view["duplicateNumbers"]} numbers stand on several articles";
        if ((long)view["articlesMax"]! > 0)
        {
            yield return $"answers     {view["done"]!["exported"]} exported, {view["done"]!["unchanged"]} unchanged, {view["done"]!["refused"]} refused, {view["unanswered"]} open";
        }

        foreach (var problem in view["problems"]!.AsArray())
        {
            yield return $"not gone    {problem!["key"]}: {problem["code"]}: {problem["text"]}";
        }

        if ((string?)view["stage"] == "reported")
        {
            yield return $"next        look at the report, then confirm it with --report {view["runId"]}";
        }
    }

    private static string Line(JsonNode view)
    {
        var done = view["done"]!;
        var answered = (long)done["exported"]! + (long)done["unchanged"]! + (long)done["refused"]!;
        var max = (long)view["articlesMax"]!;
        var pace = view["perMinute"] is { } perMinute ? $", {perMinute} a minute" : "";
        var left = (string?)view["left"] is { } time && (string?)view["stage"] == "running" ? $", about {TimeSpan.Parse(time, CultureInfo.InvariantCulture):d\\.hh\\:mm\\:ss} left" : "";
        var hindrance = (string?)view["hindrance"] is { } text ? $" ({text})" : "";
        return $"{view["stage"],-10}  {(max > 0 ? $"{answered} of {max} articles{pace}{left}" : "")}{hindrance}".TrimEnd();
    }

    private static IReadOnlyList<string> Cells(JsonObject row) =>
        [.. new[] { "number", "name", "uid", "variantUid", "class", "code", "cause", "remedy" }.Select(name => (string?)row[name] ?? "")];

    private sealed record At(ServiceClient Client, string Path, string Reason);
}
