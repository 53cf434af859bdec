using System.Collections.Concurrent;
using System.Text.Json;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Host.Demo;

/// <summary>The sample world on the two simulated systems: lets it happen and compares. Safe from any thread.</summary>
internal sealed class SampleWatch
{
    private const int ExamplesMax = 20;
    private readonly Lock gate = new();
    private readonly SampleWorld world;
    private readonly SampleExpectations expected;
    private readonly SpecterSampleErp erp;
    private readonly AbicartShopView shopView;
    private readonly SpecterSystem specter;
    private readonly AbicartSystem abicart;
    private readonly ConcurrentQueue<RateViolation> violations;
    private readonly SampleRun run;

    public SampleWatch(
        SampleWorld world, SpecterSystem specter, AbicartSystem abicart, ConcurrentQueue<RateViolation> violations, string? expectedFile)
    {
        this.world = world;
        this.specter = specter;
        this.abicart = abicart;
        this.violations = violations;
        expected = expectedFile is null ? world.Expectations : WriteAndRead(world.Expectations, expectedFile);
        erp = new SpecterSampleErp(specter);
        erp.Fill(world);
        var shop = new SampleShop(abicart, world);
        run = new SampleRun(world, shop, erp, () => erp.IsRead && shop.IsRead);
        shopView = new AbicartShopView(abicart);
    }

    /// <summary>The settings that the expected outcomes hold for.</summary>
    public SampleSettings Settings => expected.Settings;

    /// <summary>Articles that must not go to the ERP as they are at the start.</summary>
    public IReadOnlyList<RefusedArticle> RefusedArticles => expected.RefusedArticles;

    public void Advance(TimeSpan elapsed)
    {
        lock (gate)
        {
            run.Advance(elapsed);
        }
    }

    public IReadOnlyList<string> FindErpOrders(string externalNumber)
    {
        lock (specter.Gate)
        {
            return [.. specter.FindOrders(externalNumber).Select(order => order.OrderNo.ToString())];
        }
    }

    public StageReport Report()
    {
        lock (gate)
        {
            IReadOnlyList<SampleDifference> differences =
                [.. SampleComparer.Compare(expected, erp, shopView), .. SampleArticleComparer.Compare(expected, erp, shopView)];
            var inErp = erp.Orders.ToLookup(order => order.ExternalNumber, StringComparer.Ordinal);
            var shown = shopView.Orders.ToDictionary(order => order.Number, order => order.ExternalOrderNumber, StringComparer.Ordinal);
            var sent = expected.Orders.Where(order => order.Outcome is ExpectedOutcome.Sent).ToList();
            return new StageReport
            {
                Orders = expected.Orders.Count,
                OrdersPlaced = run.OrdersPlaced,
                OrdersToSend = sent.Count,
                OrdersInErp = sent.Count(order => inErp.Contains(order.ExternalNumber)),
                NumbersWritten = sent.Count(order => shown.GetValueOrDefault(order.Number) is { Length: > 0 } number && inErp[order.ExternalNumber].Any(o => o.Number == number)),
                Articles = expected.Articles.Count(article => article.MustBeInErp),
                ArticlesDiffer = differences.Count(difference => difference.Kind is SampleDifferenceKind.ArticleMissing or SampleDifferenceKind.ArticleDoubled
                    or SampleDifferenceKind.ArticleData),
                StockNumbers = expected.StockNumbers.Count,
                StockDiffers = differences.Count(difference => difference.Kind == SampleDifferenceKind.Stock),
                Buyers = sent.Select(order => SampleComparer.NormalEmail(order.BuyerKey)).Distinct(StringComparer.Ordinal).Count(),
                BuyersDiffer = differences.Count(difference => difference.Kind is SampleDifferenceKind.CustomerMissing or SampleDifferenceKind.CustomerDoubled or SampleDifferenceKind.CustomerUnexpected),
                ShopPrices = expected.Articles.Count(article => article.ShopPrice is not null),
                ShopPricesDiffer = differences.Count(difference => difference.Kind == SampleDifferenceKind.ShopPrice),
                Work = run.Work.ToDictionary(work => JsonNamingPolicy.CamelCase.ConvertName(work.Key.ToString()), work => work.Value, StringComparer.Ordinal),
                Operations = world.Operations.Count + world.ShopWork.Count,
                OperationsDone = run.OperationsDone + run.ShopWorkDone,
                ErpArticleChangesLeft = run.ErpArticleChangesLeft,
                LifeDone = run.IsDone,
                Differences = differences.GroupBy(difference => difference.Kind).OrderBy(group => group.Key)
                    .ToDictionary(group => JsonNamingPolicy.CamelCase.ConvertName(group.Key.ToString()), group => group.Count(), StringComparer.Ordinal),
                Examples = [.. differences.Take(ExamplesMax).Select(difference => difference.ToString())],
                Violations = [.. violations.Take(ExamplesMax).Select(violation => $"{violation.System}: {violation.Kind} {violation.Count}, allowed {violation.Allowed}, at {violation.At:O}")],
                Requests = specter.Guard.Arrived + abicart.Guard.Arrived,
            };
        }
    }

    // What is compared is what stands in the file: it was written before anything happened, and anybody can read it.
    private static SampleExpectations WriteAndRead(SampleExpectations expectations, string file)
    {
        using (var to = File.Create(file))
        {
            expectations.Write(to);
        }

        using var from = File.OpenRead(file);
        return SampleExpectations.Read(from);
    }
}
