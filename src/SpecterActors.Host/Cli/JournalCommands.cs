using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Host.Composition;

namespace SpecterActors.Host.Cli;

/// <summary>Looks into the journal, without changing it; only the tables beside the events can be made anew.</summary>
internal static class JournalCommands
{
    private const int PageMax = 500;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make(CommonOptions common, HostEnvironment environment) =>
        new("journal", "Looks into the journal, makes its tables anew, moves it into another store. What only looks works beside a running service.")
        {
            Streams(common, environment), Events(common, environment), State(common, environment), Verify(common, environment),
            RebuildTables(common, environment), JournalTransferCommands.Export(common, environment), JournalTransferCommands.Import(common, environment),
        };

    private static Command Streams(CommonOptions common, HostEnvironment environment)
    {
        var prefix = Prefix();
        var max = new Option<int>("--max") { Description = "Most streams.", DefaultValueFactory = _ => 100 };
        return new Command("streams", "Lists streams with their heads.") { prefix, max }.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            await using var journal = await OpenAsync(common, parsed, environment);
            var streams = await journal.ListAsync(parsed.GetValue(prefix)!, null, Positive(parsed.GetValue(max), "--max"), stop);
            terminal.Answer(streams, () => Table.Of(
                ["stream", "head", "last event"], streams.Select(s => (IReadOnlyList<string>)[s.PersistenceId, s.SequenceNumber.ToString(), s.LastEventAt.ToString("u")])));
            return streams.Count > 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static Command Events(CommonOptions common, HostEnvironment environment)
    {
        var stream = Stream();
        var from = new Option<long>("--from") { Description = "First sequence number.", DefaultValueFactory = _ => 1 };
        var max = new Option<int>("--max") { Description = "Most events.", DefaultValueFactory = _ => 100 };
        return new Command("events", "Shows events of a stream, oldest first.") { stream, from, max }.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            await using var journal = await OpenAsync(common, parsed, environment);
            var events = await journal.EventsAsync(parsed.GetValue(stream)!, parsed.GetValue(from), Positive(parsed.GetValue(max), "--max"), stop);
            terminal.Answer(
                events.Select(e => new { e.SequenceNumber, e.At, e.Name, payload = JsonNode.Parse(e.PayloadJson) }),
                () => events.Select(e => $"{e.SequenceNumber,6}  {e.At:u}  {e.Name}  {e.PayloadJson}"));
            return events.Count > 0 ? ExitCodes.Ok : NotThere(terminal, parsed.GetValue(stream)!);
        });
    }

    private static Command State(CommonOptions common, HostEnvironment environment)
    {
        var stream = Stream();
        var at = new Option<long?>("--at") { Description = "Sequence number; without it the head." };
        return new Command("state", "Rebuilds the state of an entity.") { stream, at }.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            await using var journal = await OpenAsync(common, parsed, environment);
            if (await journal.StateAsync(parsed.GetValue(stream)!, parsed.GetValue(at), stop) is not { } view)
            {
                return NotThere(terminal, parsed.GetValue(stream)!);
            }

            var state = JsonNode.Parse(view.StateJson);
            terminal.Answer(
                new { view.PersistenceId, view.Kind, view.SequenceNumber, state },
                () => [$"{view.PersistenceId} ({view.Kind}) at {view.SequenceNumber}", state?.ToJsonString(Indented) ?? "null"]);
            return ExitCodes.Ok;
        });
    }

    private static Command Verify(CommonOptions common, HostEnvironment environment)
    {
        var prefix = Prefix();
        return new Command("verify", "Rebuilds every stream from its first event and compares with its snapshot and with its rows in the tables; exit code 1 when one differs.") { prefix }
            .Runs(common, environment, async (parsed, terminal, stop) =>
            {
                await using var journal = await OpenAsync(common, parsed, environment);
                var (count, snapshots) = (0, 0);
                var wrong = new List<Verification>();
                string? after = null;
                for (; ; )
                {
                    var page = await journal.ListAsync(parsed.GetValue(prefix)!, after, PageMax, stop);
                    foreach (var head in page)
                    {
                        var verification = await journal.VerifyAsync(head.PersistenceId, stop);
                        count++;
                        snapshots += verification.HasSnapshot ? 1 : 0;
                        if (!verification.Equal)
                        {
                            wrong.Add(verification);
                        }
                    }

                    if (page.Count < PageMax)
                    {
                        break;
                    }

                    after = page[^1].PersistenceId;
                }

                terminal.Answer(
                    new { streams = count, withSnapshot = snapshots, different = wrong },
                    () => [.. wrong.Select(w => $"{w.PersistenceId} at {w.SequenceNumber}: {w.Problem}"), $"{count} streams rebuilt, {snapshots} with a snapshot, {wrong.Count} differ"]);
                return wrong.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
            });
    }

    private static Command RebuildTables(CommonOptions common, HostEnvironment environment)
    {
        var prefix = Prefix();
        var check = new Option<bool>("--check") { Description = "Only say what differs; works beside a running service. Exit code 1 when something does." };
        return new Command(
            "rebuild-tables", "Makes agenda and lookups anew from the states of the streams, where they differ. Only while no service runs on the data folder.") { prefix, check }
            .Runs(common, environment, async (parsed, terminal, stop) =>
            {
                await using var journal = await OpenAsync(common, parsed, environment);
                var only = parsed.GetValue(check);
                var told = environment.Time.GetTimestamp();
                void Looked(long streams)
                {
                    if (environment.Time.GetElapsedTime(told) >= ProgressEvery)
                    {
                        told = environment.Time.GetTimestamp();
                        terminal.Say($"{streams} streams looked at");
                    }
                }

                TableReport report;
                try
                {
                    report = await journal.CompareTablesAsync(parsed.GetValue(prefix)!, repair: !only, Looked, stop);
                }
                catch (Journal.JournalUnusableException e)
                {
                    throw EngineHost.Fault(e);
                }

                terminal.Answer(report, () =>
                [
                    .. report.Differences.Select(d => $"{d.PersistenceId}: {d.Text}{(d.Repaired ? " (mended)" : "")}"),
                    $"{report.Streams} streams looked at, {report.Different} with rows that differ, {report.Repaired} mended",
                ]);
                return report.Different == report.Repaired ? ExitCodes.Ok : ExitCodes.Failed;
            });
    }

    internal static Task<IJournalTool> OpenAsync(CommonOptions common, ParseResult parsed, HostEnvironment environment) =>
        environment.OpenJournal(common.Load(parsed, environment), environment.Stop);

    private static Argument<string> Stream() => new("stream") { Description = "Persistence id, demo/order/A1-1001." };

    private static Argument<string> Prefix() => new("prefix") { Description = "Only streams that start so, demo/order/.", DefaultValueFactory = _ => "" };

    private static int Positive(int value, string name) => value > 0
        ? value
        : throw new HostFault("usage", ExitCodes.Usage, $"{name} {value} is out of bounds.", "Write 1 or more.");

    private static int NotThere(Terminal terminal, string stream) => terminal.Fail(new HostFault(
        "not-found", ExitCodes.Failed, $"The journal has no such events of {stream}.", "List the streams: journal streams."));
}
