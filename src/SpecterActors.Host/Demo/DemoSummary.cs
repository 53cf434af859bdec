using SpecterActors.Host.Cli;

namespace SpecterActors.Host.Demo;

/// <summary>The table at the end of a demo.</summary>
internal static class DemoSummary
{
    public static IEnumerable<string> Lines(DemoResult result)
    {
        var stage = result.Stage;
        yield return "";
        var rows = new List<IReadOnlyList<string>>
        {
            Row("orders placed in the shop", stage.Orders, stage.OrdersPlaced),
            Row("orders in the ERP", stage.OrdersToSend, stage.OrdersInErp),
            Row("ERP numbers written back", stage.OrdersToSend, stage.NumbersWritten),
            Row("orders refused and parked", stage.Orders - stage.OrdersToSend, result.ParkedByCode.Values.Sum()),
            Row("articles in the ERP as their master has them", stage.Articles, stage.Articles - stage.ArticlesDiffer),
            Row("article numbers with stock in step", stage.StockNumbers, stage.StockNumbers - stage.StockDiffers),
            Row("changes by people on both sides", stage.Operations, stage.OperationsDone),
            Row("orders in doubt", 0, result.InDoubt),
            Row("calls over the allowed rate", 0, stage.Violations.Count),
            Row("differences in all", 0, stage.Differences.Values.Sum()),
        };
        foreach (var line in Table.Of(["", "expected", "found"], rows))
        {
            yield return line;
        }

        yield return "";
        yield return $"parked: {(result.ParkedByCode.Count == 0 ? "none" : string.Join(", ", result.ParkedByCode.Select(code => $"{code.Key} {code.Value}")))}";
        if (result.RefusedShop is { } refused)
        {
            yield return $"shop {refused.Shop} refused at set-up: {refused.Code} - {refused.Message} {refused.Remedy}";
        }

        if (result.Export is { } export)
        {
            yield return $"first export: {export.Report.Going} to go, {export.Report.Conflict + export.Report.Invalid} not; {export.Done.Exported} exported, "
                + $"{export.Done.Unchanged} unchanged, {export.Done.Refused} refused";
        }

        yield return $"resolved by the operator: {result.ResolvedWithNumber} with a number, {result.ResolvedAsNone} as not there";
        yield return $"calls {result.Calls}, throttled {result.Throttled}, outcome unknown {result.Ambiguous}; the sandbox received {stage.Requests} requests";
        foreach (var example in stage.Violations.Concat(result.WrongInReport).Concat(stage.Examples))
        {
            yield return $"  {example}";
        }

        yield return $"{(result.InStep ? "IN STEP" : "NOT IN STEP")} after {result.Seconds:0.0} s: {result.Reason}";
    }

    private static string[] Row(string what, int expected, int found) => [what, expected.ToString(), found.ToString()];
}
