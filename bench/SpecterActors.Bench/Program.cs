using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using SpecterActors.Bench;

if (args.Contains("--help"))
{
    Console.WriteLine("usage: SpecterActors.Bench [--filter NAME] [--stores memory,sqlite,postgres] [--seconds S] [--rounds N] [--actors N,M] [--full] [--data FOLDER] [--cpu] [--json]");
    Console.WriteLine("       SpecterActors.Bench --table FILE    the figures that have a bar, out of lines that --json wrote");
    Console.WriteLine($"scenarios: {string.Join(", ", Scenarios().Select(s => s.Name))}");
    return 0;
}

if (Value("--table") is { } file)
{
    return FiguresTable.Print(File.ReadLines(file));
}

var filter = Value("--filter");
Measure.ByProcessorTime = args.Contains("--cpu");
var options = new BenchOptions(
    double.Parse(Value("--seconds") ?? "1", CultureInfo.InvariantCulture),
    int.Parse(Value("--rounds") ?? "5", CultureInfo.InvariantCulture),
    Value("--data") ?? Path.Combine(Path.GetTempPath(), "specter-actors-bench"),
    (Value("--stores") ?? "memory,sqlite,postgres").Split(','),
    args.Contains("--full"),
    Value("--actors")?.Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList());
var chosen = Scenarios().Where(s => filter is null || filter.Split(',').Any(part => s.Name.Contains(part, StringComparison.OrdinalIgnoreCase))).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"No scenario matches '{filter}'. There are: {string.Join(", ", Scenarios().Select(s => s.Name))}");
    return 1;
}

var json = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
var asJson = args.Contains("--json");
var machine = string.Create(
    CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
var commit = typeof(IBenchScenario).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var hash] ? hash[..Math.Min(10, hash.Length)] : "unknown";
if (!asJson)
{
    Console.WriteLine($"{machine}; commit {commit}; {options.Rounds} rounds; load {Load()}");
}

foreach (var result in chosen.SelectMany(scenario => scenario.Run(options)))
{
    Console.WriteLine(asJson ? JsonSerializer.Serialize(Flat(result), json) : Line(result));
    Console.Out.Flush();
}

return 0;

object Flat(BenchResult r) => new
{
    r.Scenario, r.Store, r.Actors, r.Events, r.Unit, r.Ours.Median, r.Ours.Min, r.Ours.Max, Raw = r.Raw?.Median, RawMin = r.Raw?.Min, RawMax = r.Raw?.Max, r.Ratio, r.RawIs, r.Note,
    options.Rounds, Machine = machine, Commit = commit, Load = Load(),
};

static string Line(BenchResult r)
{
    var what = $"{r.Scenario}{(r.Store is null ? "" : $", {r.Store}")}, {r.Actors} actor(s){(r.Events == 0 ? "" : $", {r.Events} event(s)")}";
    var raw = r.Raw is null ? "" : $"   raw {r.Raw.Median,12:N0} ({r.Raw.Min:N0} to {r.Raw.Max:N0})   ratio {r.Ratio:N2}   {r.RawIs}";
    return $"{what,-52} {r.Ours.Median,12:N1} {r.Unit} ({r.Ours.Min:N1} to {r.Ours.Max:N1}){raw}{(r.Note is null ? "" : "   " + r.Note)}";
}

// What else the machine does meanwhile says how much a figure is worth.
static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

string? Value(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

// Every scenario is a class of its own: adding one needs no change here.
static IEnumerable<IBenchScenario> Scenarios() => Assembly.GetExecutingAssembly().GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchScenario)))
    .OrderBy(type => type.Name, StringComparer.Ordinal)
    .Select(type => (IBenchScenario)Activator.CreateInstance(type)!);
