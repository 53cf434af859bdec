namespace SpecterActors.Sandbox.SampleData;

/// <summary>How much sample data is made. The defaults are the full demonstration.</summary>
public sealed record SampleSize
{
    /// <summary>Articles in the shop, those with variants and the faulty ones included.</summary>
    public int Articles { get; init; } = 300;

    /// <summary>How many of the articles come in four sizes.</summary>
    public int ArticlesWithVariants { get; init; } = 10;

    /// <summary>Orders in all.</summary>
    public int Orders { get; init; } = 500;

    /// <summary>First orders of one and the same new buyer, all placed at the same moment; part of <see cref="Orders"/>.</summary>
    public int OrdersOfOneBuyer { get; init; } = 100;

    /// <summary>Orders that must be refused, for each of the five reasons; part of <see cref="Orders"/>.</summary>
    public int RefusedOrdersPerReason { get; init; } = 3;

    /// <summary>Article numbers with stock in the shop that the ERP does not know at the start.</summary>
    public int MissingInErp { get; init; } = 20;

    /// <summary>Article numbers whose stock differs between the shop and the ERP at the start.</summary>
    public int DifferentStock { get; init; } = 30;

    /// <summary>Changes of stock in the ERP during the run.</summary>
    public int StockChanges { get; init; } = 300;

    /// <summary>Orders that are delivered in the ERP during the run.</summary>
    public int Deliveries { get; init; } = 100;

    /// <summary>Orders that are cancelled in the ERP during the run.</summary>
    public int Cancellations { get; init; } = 30;

    /// <summary>Time from the start within which buyers order and the ERP's people work.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The full demonstration: 300 articles and 500 orders.</summary>
    public static SampleSize Full { get; } = new();

    /// <summary>A tenth of it, for quick tests.</summary>
    public static SampleSize Small { get; } = new()
    {
        Articles = 40, ArticlesWithVariants = 2, Orders = 50, OrdersOfOneBuyer = 10, RefusedOrdersPerReason = 1, MissingInErp = 3,
        DifferentStock = 4, StockChanges = 30, Deliveries = 10, Cancellations = 3, Duration = TimeSpan.FromSeconds(10),
    };

    /// <summary>Throws when the numbers do not fit each other.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public void Check()
    {
        if (ArticlesWithVariants < 1 || Articles < ArticlesWithVariants + SampleArticles.Faulty + MissingInErp + 10)
        {
            throw new ArgumentException($"{Articles} articles are too few for the variants, faulty and missing ones among them");
        }

        var sendable = Orders - (5 * RefusedOrdersPerReason);
        if (OrdersOfOneBuyer < 1 || sendable < OrdersOfOneBuyer + 10 || Deliveries + Cancellations > sendable)
        {
            throw new ArgumentException($"{Orders} orders are too few for the special ones among them");
        }

        if (Duration <= TimeSpan.Zero)
        {
            throw new ArgumentException("the duration must be above zero");
        }
    }
}
