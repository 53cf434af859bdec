using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpecterActors.Bench;

/// <summary>Turns the lines that <c>--json</c> wrote into a table: what has a bar, what was measured, whether the bar is reached.</summary>
public static class FiguresTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly (string Scenario, string Bar, Func<Line, string> Measured, Func<Line, bool?> Reached)[] Bars =
    [
        ("persist", "0.6 of raw, one event each", l => $"{Count(l.Median)}/s of {Count(l.Raw)}/s: {l.Ratio:0.00}", l => l is { Events: 1, Actors: > 1 } ? l.Ratio >= 0.6 : null),
        ("command, persist, reply, 100 callers", "25,000/s on PostgreSQL", l => $"{Count(l.Median)}/s", l => l.Store == "postgres" ? l.Median >= 25_000 : null),
        ("command, persist, reply, p99", "under 15 ms on PostgreSQL", l => $"{l.Median:0.0} ms ({l.Min:0.0} to {l.Max:0.0})", l => l.Store == "postgres" ? l.Median < 15 : null),
        ("tell", "0.8 of a bare channel; 6.0 million/s (1), 3.9 million/s (1,000)", OfChannel, l => l.Ratio >= 0.8 && l.Median > (l.Actors == 1 ? 6_000_000 : 3_900_000)),
        ("ask, 1 at a time", "0.8 of a bare channel; 309,000/s", OfChannel, l => l.Ratio >= 0.8 && l.Median > 309_000),
        ("ask, 100 at a time", "0.8 of a bare channel; 478,000/s", OfChannel, l => l.Ratio >= 0.8 && l.Median > 478_000),
        ("recovery of orders", "200,000 events/s", l => $"{Count(l.Median)}/s ({Count(l.Min)} to {Count(l.Max)}), raw {Count(l.Raw)}", l => l.Median >= 200_000),
        ("entities brought up", "20,000/s", l => $"{Count(l.Median)}/s", l => l.Median >= 20_000),
        ("idle entity, memory", "1,000 bytes beside its state", l => $"{Count(l.Median)} bytes", l => l.Median <= 1_000),
        ("known entities, awake at once", "(none: what the next line is bound to)", l => $"at most {Count(l.Max)}; {l.Note}", _ => null),
        ("known entities, memory", "64 MiB for a million", l => $"at most {l.Max:0.0} MiB {l.Note}", l => l.Max <= 64),
        ("idle tenant, memory", "200 KiB", l => $"{l.Median:0} KiB", l => l.Actors > 1 ? l.Median < 200 : null),
        ("idle tenant, processor", "(none)", l => $"{l.Median:0.0} s a day", _ => null),
        ("idle tenant, journal", "no rows", l => $"{Count(l.Median)} rows", l => l.Median == 0),
        ("rate, most in any window, ", "never more than the limit", l => $"{Count(l.Median)} of {Count(l.Raw)}", l => l.Median <= l.Raw),
        ("rate, ", "99 % of the limit", l => $"{l.Median:0.00}/s of {l.Raw:0}/s: {100 * l.Ratio:0.00} %", l => l.Ratio >= 0.99),
        ("noisy neighbour, order to ERP, p95", "20 % or 25 ms more than before", l => $"{l.Median:0} ms, before {l.Raw:0} ms", l => l.Median <= Math.Max(l.Raw * 1.2, l.Raw + 25)),
        ("noisy neighbour, order to ERP, ", "(none)", l => $"{l.Median:0} ms, before {l.Raw:0} ms", _ => null),
    ];

    /// <summary>Prints the table; the exit code says whether every bar was reached.</summary>
    public static int Print(IEnumerable<string> lines)
    {
        var all = lines.Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<Line>(line, Json)!).ToList();
        if (all.Count == 0)
        {
            Console.Error.WriteLine("The file holds no lines that --json wrote.");
            return 1;
        }

        Console.WriteLine($"{all[0].Machine}; commit {all[0].Commit}; load {all.Min(l => Load(l)):0.0} to {all.Max(l => Load(l)):0.0}, our own included.");
        Console.WriteLine();
        Console.WriteLine("| Figure | Bar | Measured | Reached |");
        Console.WriteLine("|---|---|---|---|");
        var missed = 0;
        foreach (var line in all)
        {
            if (Array.Find(Bars, bar => bar.Scenario.EndsWith(' ') ? line.Scenario.StartsWith(bar.Scenario, StringComparison.Ordinal) : line.Scenario == bar.Scenario) is not { Bar: { } } found)
            {
                continue;
            }

            var reached = found.Reached(line);
            missed += reached == false ? 1 : 0;
            Console.WriteLine($"| {What(line)} | {found.Bar} | {found.Measured(line)} | {reached switch { true => "yes", false => "**no**", null => "" }} |");
        }

        return missed == 0 ? 0 : 2;
    }

    private static string What(Line line)
    {
        var size = line switch { { Scenario: var s } when s.StartsWith("idle tenant", StringComparison.Ordinal) => $", {Count(line.Actors)} tenants", { Actors: > 2 } => $", {Count(line.Actors)} actors", { Events: > 0 } => ", 1 actor", _ => "" };
        return $"{line.Scenario}{(line.Store is null ? "" : $", {line.Store}")}{size}{(line.Events == 0 ? "" : $", {Count(line.Events)} event(s)")}";
    }

    private static string OfChannel(Line line) => $"{line.Median / 1e6:0.00} million/s of {line.Raw / 1e6:0.00}: {line.Ratio:0.00}";

    private static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static double Load(Line line) => double.TryParse(line.Load, CultureInfo.InvariantCulture, out var load) ? load : 0;

    private sealed record Line(string Scenario, string? Store, int Actors, int Events, double Median, double Min, double Max, double? Ratio, string? Note, string Machine, string Commit, string Load)
    {
        [JsonPropertyName("raw")]
        public double? RawOrNone { get; init; }

        [JsonIgnore]
        public double Raw => RawOrNone ?? 0;
    }
}
