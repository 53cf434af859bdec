using System.CommandLine;
using SpecterActors.Host.Demo;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sandbox.Web;

namespace SpecterActors.Host.Cli;

/// <summary>Options of a sandbox with sample data, shared by <c>demo</c> and <c>sandbox</c>.</summary>
internal sealed class StageArguments
{
    public Option<string> Faults { get; } = new("--faults")
    {
        Description = "What requests and callbacks suffer on their way: none, light (about 3 %), heavy (about 25 %).", DefaultValueFactory = _ => "none",
    };

    public Option<string> DuplicateRefusal { get; } = new("--duplicate-refusal")
    {
        Description = "How Specter refuses an order number that is taken: names (tells the order), silent (a code of its own), generic (code 99).",
        DefaultValueFactory = _ => "names",
    };

    public Option<int> Seed { get; } = new("--seed") { Description = "Seed of sample data and faults: the same seed gives the same.", DefaultValueFactory = _ => 1 };

    public Option<int> Orders { get; } = new("--orders") { Description = "Orders of the sample data.", DefaultValueFactory = _ => SampleSize.Full.Orders };

    public Option<int> Articles { get; } = new("--articles") { Description = "Articles of the sample data.", DefaultValueFactory = _ => SampleSize.Full.Articles };

    public Option<int> Duration { get; } = new("--duration")
    {
        Description = "Seconds within which buyers order and people work in the ERP.", DefaultValueFactory = _ => (int)SampleSize.Full.Duration.TotalSeconds,
    };

    public Option<int?> OrderEdits { get; } = new("--order-edits") { Description = "Edits of placed orders in the shop." };

    public Option<int?> ArticleChanges { get; } = new("--article-changes") { Description = "Articles whose name and EAN change in the shop." };

    public Option<int?> PriceChanges { get; } = new("--price-changes") { Description = "Articles whose price changes in the ERP." };

    public Option<int?> Renames { get; } = new("--renames") { Description = "Articles that get another number, in the shop first and later in the ERP." };

    public void AddTo(Command command)
    {
        Faults.AcceptOnlyFromAmong("none", "light", "heavy");
        DuplicateRefusal.AcceptOnlyFromAmong("names", "silent", "generic");
        foreach (var option in new Option[] { Faults, DuplicateRefusal, Seed, Orders, Articles, Duration, OrderEdits, ArticleChanges, PriceChanges, Renames })
        {
            command.Add(option);
        }
    }

    public FaultRates FaultRates(ParseResult parsed) => FaultSettings.Preset(parsed.GetValue(Faults)!);

    public DuplicateOrderAnswer DuplicateAnswer(ParseResult parsed) => parsed.GetValue(DuplicateRefusal) switch
    {
        "names" => DuplicateOrderAnswer.NamesNumber,
        "silent" => DuplicateOrderAnswer.WithoutNumber,
        "generic" => DuplicateOrderAnswer.GenericCode,
        var other => throw new System.Diagnostics.UnreachableException(other),
    };

    /// <summary>The size asked for; the parts that are not asked for shrink and grow along with the full demonstration.</summary>
    /// <exception cref="HostFault">The numbers do not fit together.</exception>
    public SampleSize Size(ParseResult parsed)
    {
        var full = SampleSize.Full;
        var orders = parsed.GetValue(Orders);
        var articles = parsed.GetValue(Articles);
        int OfOrders(int part, int least) => Math.Max(least, part * orders / full.Orders);
        int OfArticles(int part, int least) => Math.Max(least, part * articles / full.Articles);
        var size = full with
        {
            Orders = orders,
            Articles = articles,
            ArticlesWithVariants = OfArticles(full.ArticlesWithVariants, 1),
            Packages = OfArticles(full.Packages, 2),
            IllegalNumbers = OfArticles(full.IllegalNumbers, 2),
            MissingNumbers = OfArticles(full.MissingNumbers, 2),
            DuplicateNumbers = OfArticles(full.DuplicateNumbers, 2),
            MissingInErp = OfArticles(full.MissingInErp, 1),
            DifferentStock = OfArticles(full.DifferentStock, 1),
            OrdersOfOneBuyer = OfOrders(full.OrdersOfOneBuyer, 1),
            RefusedOrdersPerReason = OfOrders(full.RefusedOrdersPerReason, 1),
            MendedOrdersPerReason = OfOrders(full.MendedOrdersPerReason, 1),
            ForeignOrders = OfOrders(full.ForeignOrders, 1),
            PackageOrders = OfOrders(full.PackageOrders, 1),
            StockChanges = OfOrders(full.StockChanges, 1),
            Deliveries = OfOrders(full.Deliveries, 1),
            PartialDeliveries = OfOrders(full.PartialDeliveries, 1),
            Cancellations = OfOrders(full.Cancellations, 1),
            OrderEdits = parsed.GetValue(OrderEdits) ?? OfOrders(full.OrderEdits, 1),
            ArticleChanges = parsed.GetValue(ArticleChanges) ?? full.ArticleChanges * articles / full.Articles,
            ErpPriceChanges = parsed.GetValue(PriceChanges) ?? full.ErpPriceChanges * articles / full.Articles,
            Renames = parsed.GetValue(Renames) ?? full.Renames * articles / full.Articles,
            Duration = TimeSpan.FromSeconds(parsed.GetValue(Duration)),
        };
        try
        {
            size.Check();
            return size;
        }
        catch (ArgumentException e)
        {
            throw new HostFault("size-impossible", ExitCodes.Usage, e.Message, $"Take larger numbers; the defaults are {full.Orders} orders and {full.Articles} articles.", e);
        }
    }
}
