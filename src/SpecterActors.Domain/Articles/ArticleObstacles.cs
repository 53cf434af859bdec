using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Articles;

/// <summary>What is the matter with an article, for people.</summary>
public static class ArticleObstacles
{
    /// <summary>What waits for a person: number missing, illegal, used twice or reused, renamed here and not there, refused by a system.</summary>
    public static ImmutableArray<Parking> Of(ArticleState state, string key)
    {
        var found = ImmutableArray.CreateBuilder<Parking>();
        Add(found, state.Parking);
        Add(found, ArticleRenames.Obstacle(state, key, state.Terms.ErpCanRename));
        Add(found, ArticleRenames.ShopObstacle(state));
        foreach (var (shop, listing) in state.Listings)
        {
            Add(found, listing.Refusal);
            Add(found, listing.WriteRefusal);
            Add(found, listing.Claim is { } claim ? ArticleListings.Refusal(claim) : FaultOf(shop, listing.Article));
        }

        foreach (var creation in state.Creations.Values)
        {
            Add(found, creation.Refusal);
        }

        Add(found, ArticleDecider.DuplicateOf(state, key));
        return found.ToImmutable();
    }

    /// <summary>What is as it should be and yet worth knowing, as codes: a package that is not exported, an article whose stock is not synchronised.</summary>
    public static ImmutableArray<string> Notes(ArticleState state) =>
    [
        .. state.Listings.Values.Any(l => l.Article.IsPackage) ? [ParkingCodes.PackageNotExported] : Array.Empty<string>(),
        .. state.Listings.Values.Any(l => IsUncomposed(state, l)) ? [SetWithoutComposition] : Array.Empty<string>(),
        .. state.ErpSeen is not null && state.Listings.Values.Any(l => l.Ref.VariantUid is not null) ? [VariantKeepsShopData] : Array.Empty<string>(),
        .. state is { ErpSeen.Deleted: not true, Presence: ErpPresence.Known } && state.Listings.IsEmpty && state.Creations.IsEmpty ? [NotInShop] : Array.Empty<string>(),
        .. state.Listings.Values.Any(l => l is { MadeHere: true, Article.Active: false }) ? [MadeHidden] : Array.Empty<string>(),
        .. state.Creations.Values.Any(c => c.InDoubt) ? [CreationInDoubt] : Array.Empty<string>(),
        .. state.Listings.Values.Any(l => (!l.UnderStockControl || l.StockNotJoined) && !l.Article.IsPackage) ? [NoStockSync] : Array.Empty<string>(),
    ];

    /// <summary>Whether the ERP shows it as a SET.</summary>
    internal static bool IsErpSet(ArticleState state) => state.ErpSeen?.Parts is { IsEmpty: false };

    /// <summary>It is a package or a SET, and nobody says what it holds.</summary>
    internal static bool IsUncomposed(ArticleState state, ShopListing listing) =>
        !state.Terms.Composed && listing.Article.Parts.IsEmpty && (listing.Article.IsPackage || IsErpSet(state));

    /// <summary>Note on a package of which nobody says what it holds: nothing is written to it, and orders with it wait (mission A30).</summary>
    public const string SetWithoutComposition = "set-without-composition";

    /// <summary>All notes there are.</summary>
    public static ImmutableSortedSet<string> AllNotes { get; } = [ParkingCodes.PackageNotExported, SetWithoutComposition, VariantKeepsShopData, NoStockSync, NotInShop, MadeHidden, CreationInDoubt];

    /// <summary>Note on an article that the ERP has shown and no shop lists (mission A19).</summary>
    public const string NotInShop = "not-in-shop";

    /// <summary>Note on an article that was made in a shop from here and that no buyer sees yet.</summary>
    public const string MadeHidden = "made-hidden";

    /// <summary>Note on an article of which it is not known yet whether a call made it in a shop: the shop is asked once that has settled.</summary>
    public const string CreationInDoubt = "creation-in-doubt";

    /// <summary>Note on a variant, whose data stand at its article and are not written one by one.</summary>
    public const string VariantKeepsShopData = "variant-keeps-shop-data";

    /// <summary>Note on an article whose stock is not synchronised (mission A26).</summary>
    public const string NoStockSync = "no-stock-sync";

    private static Parking? FaultOf(string shop, ShopArticle article) => ArticleNumber.FaultOf(article.Number) is { } fault
        ? new Parking(
            fault.ParkingCode,
            $"In shop {shop} the number of article {article.Ref.Uid} ({article.Name}) {fault.Reason}.",
            "Give it a number of letters a to z, digits, hyphen and underscore in the shop; it goes on by itself.",
            FailureClass.Refused)
        : null;

    private static void Add(ImmutableArray<Parking>.Builder found, Parking? parking)
    {
        if (parking is not null)
        {
            found.Add(parking);
        }
    }
}
