using SpecterActors.Host.Cli;

namespace SpecterActors.Host.Demo;

/// <summary>The table at the end of a demo.</summary>
internal static class DemoSummary
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["stockChange"] = "done in the ERP: stock changes",
        ["delivery"] = "done in the ERP: deliveries, whole or in part",
        ["cancellation"] = "done in the ERP: cancellations",
        ["orderEdit"] = "done in the shop: edits of placed orders",
        ["shopArticleChange"] = "done in the shop: articles changed",
        ["erpPriceChange"] = "done in the ERP: prices changed",
        ["erpNameChange"] = "done in the ERP: names changed",
        ["erpDeletion"] = "done in the ERP: articles deleted",
        ["shopArticleAdded"] = "done in the shop: articles added",
        ["shopRename"] = "done in the shop: articles renamed",
        ["erpRename"] = "done in the ERP: the same articles renamed",
        ["numberMended"] = "done in the shop: faulty numbers and rows mended",
    };

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
            Row("buyers with exactly one customer in the ERP", stage.Buyers, stage.Buyers - stage.BuyersDiffer),
            Row("articles in the ERP as their master has them", stage.Articles, stage.Articles - stage.ArticlesDiffer),
            Row("prices in the shop as the ERP has them", stage.ShopPrices, stage.ShopPrices - stage.ShopPricesDiffer),
            Row("article numbers whose shop stock is the ERP's available less units held", stage.StockNumbers, stage.StockNumbers - stage.StockDiffers),
        };
        rows.AddRange(stage.Work.Select(work => Row(Names.GetValueOrDefault(work.Key, work.Key), work.Value.Planned, work.Value.Done)));
        rows.AddRange(
        [
            Row("orders in doubt", 0, result.InDoubt),
            Row("calls over the allowed rate", 0, stage.Violations.Count),
            Row("differences in all", 0, stage.Differences.Values.Sum()),
        ]);
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
                + $"{export.Done.Unchanged} unchanged, {export.Done.Refused} refused"
                + string.Concat(export.Problems.GroupBy(problem => problem.Code ?? "", StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => $"; {group.Key} {group.Count()}"));
        }

        yield return $"resolved by the operator: {result.ResolvedWithNumber} with a number, {result.ResolvedAsNone} as not there";
        yield return $"calls {result.Calls}, throttled {result.Throttled}, outcome unknown {result.Ambiguous}; the sandbox received {stage.Requests} requests";
        if (!stage.LifeDone)
        {
            yield return "the buyers and the people of the sample data were not done yet: much of what differs has not happened";
        }

        foreach (var example in stage.Violations.Concat(result.WrongInReport).Concat(stage.LifeDone ? stage.Examples : []))
        {
            yield return $"  {example}";
        }

        yield return $"{(result.InStep ? "IN STEP" : "NOT IN STEP")} after {result.Seconds:0.0} s: {result.Reason}";
    }

    private static string[] Row(string what, int expected, int found) => [what, expected.ToString(), found.ToString()];
}
