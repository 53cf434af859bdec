using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Articles;

/// <summary>Effects of an article.</summary>
internal abstract record ArticleEffect(string Key) : EntityEffect(Key)
{
    /// <summary>Submit it to the ERP. A newer submission is another effect: the older one leaves the queue, unless it is under way.</summary>
    /// <param name="Leads">Part of the tenant's <see cref="CatalogueLead"/>: neither an order nor an export waits for it, and the ERP has not refused it.</param>
    /// <param name="AfterLists">It would be made because an order names it: the shops' lists are read first.</param>
    /// <param name="Listed">Shops that list it, each with the time since when it has its number there, if that is known.</param>
    public sealed record Submit(
        SubmitIntent Intent, DateTimeOffset? WaitUntil, bool Leads, bool AfterLists, ImmutableSortedDictionary<string, DateTimeOffset?> Listed) : ArticleEffect($"submit/{Intent.Version}");

    /// <summary>Tell a run what became of its export.</summary>
    public sealed record TellExport(string RunId, ExportTicket Ticket) : ArticleEffect($"export/{RunId}");

    /// <summary>Look at the shop's stock and write it if it is wrong.</summary>
    public sealed record PushStock(string ShopId, ShopListing Listing) : ArticleEffect($"push/{ShopId}/{Listing.Article.Number}")
    {
        public ShopArticleRef Ref => Listing.Ref;

        public string Number => Listing.Article.Number;

        public DateTimeOffset? UnsettledUntil => Listing.UnsettledUntil;
    }

    /// <summary>Wait for a stock round that proves the figure to contain a booked order.</summary>
    public sealed record AwaitStockRound(DateTimeOffset BookedAt) : ArticleEffect($"round/{BookedAt.UtcTicks}");

    /// <summary>Make it in a shop that does not have it.</summary>
    public sealed record CreateInShop(string ShopId, ShopCreation Creation, string Number) : ArticleEffect($"create/{ShopId}/{Creation.Version}");

    /// <summary>Write data of the ERP to the shop's article.</summary>
    public sealed record WriteShop(string ShopId, ShopListing Listing) : ArticleEffect($"write/{ShopId}/{Listing.WriteVersion}");
}
