namespace SpecterActors.Sandbox.SampleData;

/// <summary>How much sample data is made. The defaults are the full demonstration.</summary>
public sealed record SampleSize
{
    /// <summary>Articles in the shop, those with variants, packages and the faulty ones included.</summary>
    public int Articles { get; init; } = 2000;

    /// <summary>How many of the articles come in four sizes, each a variant with a number of its own.</summary>
    public int ArticlesWithVariants { get; init; } = 100;

    /// <summary>Product packages; every other one has a composition that is known.</summary>
    public int Packages { get; init; } = 6;

    /// <summary>Articles with an illegal number; every third of them is mended during the run if <see cref="MendedOrdersPerReason"/> is above 0.</summary>
    public int IllegalNumbers { get; init; } = 12;

    /// <summary>Articles without a number; as above.</summary>
    public int MissingNumbers { get; init; } = 9;

    /// <summary>Pairs of articles that share a number; as above.</summary>
    public int DuplicateNumbers { get; init; } = 6;

    /// <summary>Orders in all.</summary>
    public int Orders { get; init; } = 500;

    /// <summary>First orders of one and the same new buyer, all placed at the same moment; part of <see cref="Orders"/>.</summary>
    public int OrdersOfOneBuyer { get; init; } = 100;

    /// <summary>Orders that must be refused, for each of the five reasons; part of <see cref="Orders"/>.</summary>
    public int RefusedOrdersPerReason { get; init; } = 3;

    /// <summary>
    /// Orders that are held back at first and go once staff has mended the article, for each of the three faults of a number; part of
    /// <see cref="Orders"/>.
    /// </summary>
    public int MendedOrdersPerReason { get; init; } = 2;

    /// <summary>Orders from abroad: other VAT rates, other currencies; part of <see cref="Orders"/>.</summary>
    public int ForeignOrders { get; init; } = 30;

    /// <summary>Orders with a package; part of <see cref="Orders"/>.</summary>
    public int PackageOrders { get; init; } = 6;

    /// <summary>Article numbers with stock in the shop that the ERP does not know at the start.</summary>
    public int MissingInErp { get; init; } = 150;

    /// <summary>Article numbers whose stock differs between the shop and the ERP at the start.</summary>
    public int DifferentStock { get; init; } = 200;

    /// <summary>Changes of stock in the ERP during the run.</summary>
    public int StockChanges { get; init; } = 300;

    /// <summary>Orders that are delivered in the ERP during the run.</summary>
    public int Deliveries { get; init; } = 100;

    /// <summary>How many of the deliveries leave something behind: half of these orders are delivered whole later.</summary>
    public int PartialDeliveries { get; init; } = 20;

    /// <summary>Orders that are cancelled in the ERP during the run.</summary>
    public int Cancellations { get; init; } = 30;

    /// <summary>Wholly delivered orders that come back; part of <see cref="Deliveries"/>.</summary>
    public int Returns { get; init; }

    /// <summary>Times that somebody edits a placed order in the shop: another quantity, one more row, one row less.</summary>
    public int OrderEdits { get; init; } = 30;

    /// <summary>Placed orders that staff cancels in the shop.</summary>
    public int ShopCancellations { get; init; }

    /// <summary>Articles whose name and EAN change in the shop.</summary>
    public int ArticleChanges { get; init; } = 25;

    /// <summary>How many of those get another price in the shop, too; those whose price is stored without VAT keep theirs.</summary>
    public int ShopPriceChanges { get; init; }

    /// <summary>Articles that are added to the shop during the run, on top of <see cref="Articles"/>; no order names them.</summary>
    public int ArticlesAdded { get; init; }

    /// <summary>Articles that get another name in the ERP.</summary>
    public int ErpNameChanges { get; init; }

    /// <summary>Articles that are marked as deleted in the ERP.</summary>
    public int ErpDeletions { get; init; }

    /// <summary>Articles that begin in the ERP during the run; every third of them is marked as deleted there later.</summary>
    public int ErpArticlesBegun { get; init; }

    /// <summary>Articles that staff deletes in the shop, which nothing tells of; as many as no order names.</summary>
    public int ShopDeletions { get; init; }

    /// <summary>Articles whose price changes in the ERP.</summary>
    public int ErpPriceChanges { get; init; } = 25;

    /// <summary>Articles that get another number, in the shop first and later in the ERP.</summary>
    public int Renames { get; init; } = 10;

    /// <summary>Popular articles (<see cref="HotArticles"/>) that get another number besides.</summary>
    public int PopularRenames { get; init; }

    /// <summary>Those get it in the ERP alone, and the shop has it from there.</summary>
    public bool RenamesFromErp { get; init; }

    /// <summary>Articles, the first plain ones, that every second order row and stock change is about; 0: all alike.</summary>
    public int HotArticles { get; init; }

    /// <summary>Time from the start within which buyers order and the ERP's people work.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The full demonstration: 2,000 articles and 500 orders.</summary>
    public static SampleSize Full { get; } = new();

    /// <summary>A tenth of the orders and few articles, without what needs further settings of the tenant: for quick tests.</summary>
    public static SampleSize Small { get; } = new()
    {
        Articles = 40, ArticlesWithVariants = 2, Packages = 0, IllegalNumbers = 3, MissingNumbers = 2, DuplicateNumbers = 1,
        Orders = 50, OrdersOfOneBuyer = 10, RefusedOrdersPerReason = 1, MendedOrdersPerReason = 0, ForeignOrders = 0, PackageOrders = 0,
        MissingInErp = 3, DifferentStock = 4, StockChanges = 30, Deliveries = 10, PartialDeliveries = 0, Cancellations = 3, OrderEdits = 0, ArticleChanges = 0, ErpPriceChanges = 0, Renames = 0,
        Duration = TimeSpan.FromSeconds(10),
    };

    /// <summary>The small world with everything in it that the full one has.</summary>
    public static SampleSize SmallVaried { get; } = Small with
    {
        Articles = 60, Packages = 2, IllegalNumbers = 4, MissingNumbers = 3, DuplicateNumbers = 3, Orders = 70, MendedOrdersPerReason = 1,
        ForeignOrders = 8, PackageOrders = 2, PartialDeliveries = 4, OrderEdits = 6, ArticleChanges = 3, ErpPriceChanges = 3,
        Renames = 2,
    };

    /// <summary>Articles with a missing, illegal or duplicate number.</summary>
    public int FaultyArticles => IllegalNumbers + MissingNumbers + (2 * DuplicateNumbers);

    internal int SpecialOrders => OrdersOfOneBuyer + (5 * RefusedOrdersPerReason) + (3 * MendedOrdersPerReason) + ForeignOrders + PackageOrders;

    /// <summary>Throws when the numbers do not fit each other.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public void Check()
    {
        if (ArticlesWithVariants < 1 || Articles < ArticlesWithVariants + FaultyArticles + Packages + MissingInErp + 10)
        {
            throw new ArgumentException($"{Articles} articles are too few for the variants, packages, faulty and missing ones among them");
        }

        if (ArticleChanges + ErpPriceChanges + ErpNameChanges + ErpDeletions + Renames > Articles / 2 || ShopPriceChanges > ArticleChanges)
        {
            throw new ArgumentException($"{Articles} articles are too few for so many changes of articles");
        }

        // A fault that is mended and one that stays, of each kind.
        var least = MendedOrdersPerReason > 0 ? 2 : 1;
        if (IllegalNumbers < least || MissingNumbers < least || DuplicateNumbers < least || (PackageOrders > 0 && Packages < 2))
        {
            throw new ArgumentException("there must be articles of each fault, and packages, for the orders that name them");
        }

        var ordinary = Orders - SpecialOrders;
        if (OrdersOfOneBuyer < 1 || ordinary < 10 || Deliveries + Cancellations + OrderEdits + ShopCancellations > ordinary + OrdersOfOneBuyer || PartialDeliveries > Deliveries)
        {
            throw new ArgumentException($"{Orders} orders are too few for the special ones among them");
        }

        if (Duration <= TimeSpan.Zero)
        {
            throw new ArgumentException("the duration must be above zero");
        }
    }
}
