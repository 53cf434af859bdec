using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>Everything the shop holds, for tests and the inspection API to read. Changed only by the shop itself.</summary>
public sealed class AbicartState
{
    private readonly List<ShopEffect> effects = [];
    private readonly List<ShopMail> mails = [];

    private readonly List<SandboxEffect> log = [];
    private readonly AbicartClock clock;
    private ILookup<int, int> variantUids = Enumerable.Empty<int>().ToLookup(uid => uid);
    private int variantsIndexed;

    internal AbicartState(AbicartClock clock)
    {
        this.clock = clock;
        Articles = new(100001, Changes);
        Variants = new(500001, Changes);
        Choices = new(7001, Changes);
        ChoiceOptions = new(8001, Changes);
        Articlegroups = new(9001, Changes);
        Orders = new(2000001, Changes);
        Payments = new(3000001, Changes);
        PaymentMethods = new(301, Changes);
        DeliveryMethods = new(401, Changes);
        Customers = new(600001, Changes);
        OrderItems = new(4000001, Changes);
    }

    /// <summary>Articles.</summary>
    public ShopTable<ShopArticle> Articles { get; }

    /// <summary>Variants of articles.</summary>
    public ShopTable<ShopVariant> Variants { get; }

    /// <summary>Choices.</summary>
    public ShopTable<ShopChoice> Choices { get; }

    /// <summary>Options of choices.</summary>
    public ShopTable<ShopChoiceOption> ChoiceOptions { get; }

    /// <summary>Article groups.</summary>
    public ShopTable<ShopArticlegroup> Articlegroups { get; }

    /// <summary>Orders and carts.</summary>
    public ShopTable<ShopOrder> Orders { get; }

    /// <summary>Payments.</summary>
    public ShopTable<ShopPayment> Payments { get; }

    /// <summary>Ways to pay.</summary>
    public ShopTable<ShopPaymentMethod> PaymentMethods { get; }

    /// <summary>Ways of delivery.</summary>
    public ShopTable<ShopDeliveryMethod> DeliveryMethods { get; }

    /// <summary>Registered customers.</summary>
    public ShopTable<ShopCustomer> Customers { get; }

    /// <summary>Registrations for callbacks.</summary>
    public ShopTable<ShopEventListener> EventListeners { get; } = new(51, new ShopChanges());

    /// <summary>Persistent tokens.</summary>
    public ShopTable<ShopAuthToken> AuthTokens { get; } = new(11, new ShopChanges());

    /// <summary>What clients changed, in the order of execution.</summary>
    public IReadOnlyList<ShopEffect> Effects => effects;

    /// <summary>Mails sent, oldest first.</summary>
    public IReadOnlyList<ShopMail> Mails => mails;

    internal ShopTable<ShopOrderRowEntity> OrderItems { get; }

    /// <summary>Changes of all tables but those of tokens and registrations, which nothing else is made of.</summary>
    internal ShopChanges Changes { get; } = new();

    /// <summary>Tokens of <c>Admin.login</c> with the time each ends.</summary>
    internal Dictionary<string, DateTimeOffset> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>Variants of the article, by ascending uid.</summary>
    public IReadOnlyList<ShopVariant> VariantsOf(int article)
    {
        // Variants are neither deleted nor moved to another article, so their number tells whether the index is complete.
        if (variantsIndexed != Variants.Count)
        {
            variantUids = Variants.All.ToLookup(v => v.Article, v => v.Uid);
            variantsIndexed = Variants.Count;
        }

        return [.. variantUids[article].Select(Variants.Get)];
    }

    /// <summary>Pieces the shop shows for the article: its own, or the sum over its variants; null when not under stock control.</summary>
    public decimal? StockShown(ShopArticle article)
    {
        var variants = VariantsOf(article.Uid);
        return variants.Count == 0 ? article.Stock : variants.Sum(v => v.Stock);
    }

    /// <summary>The order with this number, or null.</summary>
    public ShopOrder? OrderByNumber(string orderNumber) =>
        Orders.All.FirstOrDefault(o => string.Equals(o.OrderNumber, orderNumber, StringComparison.Ordinal));

    /// <summary>Everything that was done, by clients and by people, oldest first.</summary>
    internal IReadOnlyList<SandboxEffect> Log => log;

    internal void Record(ShopEffect effect)
    {
        effects.Add(effect);
        var (kind, key, detail) = effect switch
        {
            ShopEffect.StockWritten e => ($"{e.Class}.set", e.ArticleNumber, $"uid {e.Uid} stock {e.Previous:0.###} -> {e.Value:0.###}"),
            ShopEffect.PropertyWritten e => ($"{e.Class}.set", KeyOf(e.Class, e.Uid), $"{e.Property} {e.Previous} -> {e.Value}"),
            ShopEffect.Created e => ($"{e.Class}.create", KeyOf(e.Class, e.Uid), ""),
            ShopEffect.Deleted e => ($"{e.Class}.delete", KeyOf(e.Class, e.Uid), ""),
            ShopEffect.Captured e => ("Payment.capture", KeyOf("Payment", e.Payment), ""),
            _ => throw new System.Diagnostics.UnreachableException(effect.GetType().Name),
        };
        Note(kind, key, detail);
    }

    /// <summary>Adds to the log what people did.</summary>
    internal void Note(string kind, string key, string detail) => log.Add(new SandboxEffect(log.Count + 1, clock.Now, kind, key, detail));

    private string KeyOf(string className, int uid) => className switch
    {
        "Order" => Orders.Find(uid)?.OrderNumber,
        "Article" => Articles.Find(uid)?.Number,
        "ArticleVariant" => Variants.Find(uid)?.Number,
        _ => null,
    } ?? uid.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal void Send(ShopMail mail) => mails.Add(mail);

    /// <summary>Stores the order and keeps the table of its rows in step.</summary>
    internal ShopOrder Store(ShopOrder order)
    {
        var before = Orders.Find(order.Uid);
        if (before is not null && !ReferenceEquals(before.Rows, order.Rows))
        {
            foreach (var row in before.Rows)
            {
                OrderItems.Remove(row.Uid);
            }
        }

        foreach (var row in order.Rows)
        {
            OrderItems.Put(new ShopOrderRowEntity { Uid = row.Uid, Order = order.Uid, Row = row });
        }

        return Orders.Put(order);
    }
}

/// <summary>A row as an object of its own class, OrderItem.</summary>
internal sealed record ShopOrderRowEntity : ShopEntity
{
    public required int Order { get; init; }

    public required ShopOrderRow Row { get; init; }
}
