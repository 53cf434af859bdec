using System.Globalization;
using System.Reflection;
using System.Text.Json;
using SpecterActors.Bench;

if (args.Contains("--help"))
{
    Console.WriteLine("usage: SpecterActors.Bench [--filter NAME] [--seconds S] [--rounds N] [--data FOLDER] [--json]");
    Console.WriteLine($"scenarios: {string.Join(", ", Scenarios().Select(s => s.Name))}");
    return 0;
}

var filter = Value("--filter");
var options = new BenchOptions(
    double.Parse(Value("--seconds") ?? "1", CultureInfo.InvariantCulture),
    int.Parse(Value("--rounds") ?? "3", CultureInfo.InvariantCulture),
    Value("--data") ?? Path.Combine(Path.GetTempPath(), "specter-actors-bench"));
var chosen = Scenarios().Where(s => filter is null || s.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"No scenario matches '{filter}'. There are: {string.Join(", ", Scenarios().Select(s => s.Name))}");
    return 1;
}

var asJson = args.Contains("--json");
var results = new List<BenchResult>();
foreach (var result in chosen.SelectMany(scenario => scenario.Run(options)))
{
    results.Add(result);
    if (!asJson)
    {
        Console.WriteLine(
            $"{result.Scenario,-34} {result.Rate,14:N0} {result.Unit}s/s   raw {result.RawRate,14:N0}/s   ratio {result.Ratio,6:N2}   ({result.RawIs}){(result.Note is null ? "" : "   " + result.Note)}");
    }
}

if (asJson)
{
    Console.WriteLine(JsonSerializer.Serialize(results, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase }));
}

return 0;

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
