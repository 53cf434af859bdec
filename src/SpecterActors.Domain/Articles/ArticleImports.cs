using System.Collections.Immutable;
using System.Diagnostics;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>
/// Article data of the ERP on their way to the shops (mission A19, V8, V9): written where the ERP decides the facet, and only when it
/// changed there; what was written is remembered, so that it comes back as no change.
/// </summary>
public static class ArticleImports
{
    internal static Decision<ArticleEvent> See(ArticleState state, ArticleCommand.SeeErpArticle c)
    {
        if (ArticleRenames.Recognise(state, c.Key, c.As, c.At) is not { } recognised)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        var events = new List<ArticleEvent>(recognised);
        if (state.Presence == ErpPresence.Unknown)
        {
            events.Add(new ArticleEvent.KnownInErp("article-feed", c.At));
        }

        var shown = c.Article is { } row ? row.Over(state.ErpSeen) : null;
        if (shown is not null && (!(state.ErpSeen is { } seen && ErpArticle.Same(seen, shown)) || !(state.RestoredOver is not { } over || ErpArticle.Same(over, shown))))
        {
            events.Add(new ArticleEvent.ErpSeen(shown, c.At));
            if (!c.Baseline)
            {
                events.AddRange(state.Listings.Keys.SelectMany(shop => ToShop(state, shop, shown, c)));
                events.AddRange(BackToErp(state, shown, c));
                events.AddRange(ArticleCreations.ByItself(state, events.Aggregate(state, ArticleEvolve.Apply), c));
            }
        }

        // What waited for the ERP to show it goes now.
        return Decision<ArticleEvent>.Accept([.. events]);
    }

    /// <summary>The shop changed what the ERP decides: by setting the ERP's value is written again.</summary>
    internal static IEnumerable<ArticleEvent> Restored(ArticleState before, ArticleState after, ArticleCommand.SeeListing c)
    {
        var listing = after.Listings[c.ShopId];
        if (c.Baseline || c.Rules.Of(c.ShopId).WrongSideEdits != WrongSideEdit.Restore || before.Listings.GetValueOrDefault(c.ShopId) is not { } old
            || after.ErpSeen is not { } seen || !Writable(listing) || listing.RestoredOver is not null)
        {
            return [];
        }

        // Only what this very edit spoilt: what differed before is not ours to decide now.
        var spoilt = PatchOf(seen, null, listing.Article, c.Rules.Of(c.ShopId)).Missing(listing.Article).Touching(old.Article, listing.Article);
        var patch = (listing.WriteOpen ?? ArticlePatch.Nothing).And(spoilt);
        return spoilt == ArticlePatch.Nothing || patch == listing.WriteOpen ? [] : [new ArticleEvent.ShopWriteOpened(c.ShopId, patch, c.At) { Over = listing.Article }];
    }

    /// <summary>The shop shows something else than what was written over: the same edit once more is an edit.</summary>
    internal static bool IsBack(ShopListing listing, ShopArticle shown) => listing.RestoredOver is { } over && !ShopArticle.SameContent(over, shown);

    /// <summary>
    /// The shop shows another stock than it is believed to, and edits are undone: somebody typed it, or sold. Which of them, a look at the shop behind a
    /// round of the orders says (guarantee 4).
    /// </summary>
    internal static IEnumerable<ArticleEvent> StockEdited(ArticleState state, ShopListing listing, ArticleCommand.SeeListing c) =>
        c.Rules.Of(c.ShopId) is { WrongSideEdits: WrongSideEdit.Restore } settings && Decides(settings, ArticleFacet.Stock) && state.Terms.Of(c.ShopId).Written && !c.Baseline
        && listing is { Claim: null, DuplicateUid: null, UnderStockControl: true, StockNotJoined: false, PushOpen: null, UnsettledUntil: null, Expected: { } expected }
        && c.Article.Stock is { } shown && shown != expected
            ? [new ArticleEvent.ShopStockDoubted(c.ShopId, "edited", c.At)]
            : [];

    /// <summary>
    /// What the ERP decides and showed between the making of the article and its first listing goes now, and so it does when a hidden article
    /// that was in the way is shown in the shop.
    /// </summary>
    internal static IEnumerable<ArticleEvent> SinceMade(ArticleState before, ArticleState after, ArticleCommand.SeeListing c)
    {
        var settled = ArticleCreations.MayBeOurs(before.Creations.GetValueOrDefault(c.ShopId)) || before.Creations.GetValueOrDefault(c.ShopId)?.Refusal?.Code == ParkingCodes.ShopArticleHidden;
        if (!settled || after.Creations.ContainsKey(c.ShopId) || after.ErpSeen is not { } seen || !Writable(after.Listings[c.ShopId]))
        {
            return [];
        }

        var patch = PatchOf(seen, null, after.Listings[c.ShopId].Article, c.Rules.Of(c.ShopId));
        // What was made hidden is shown by whoever completes it; what left the ERP's range meanwhile is hidden.
        patch = patch.Active == true ? patch with { Active = null } : patch;
        return patch.Missing(after.Listings[c.ShopId].Article) is var missing && missing != ArticlePatch.Nothing ? [new ArticleEvent.ShopWriteOpened(c.ShopId, missing, c.At)] : [];
    }

    internal static Decision<ArticleEvent> Outcome(ArticleState state, ArticleCommand.ShopWriteOutcome c)
    {
        if (state.Listings.GetValueOrDefault(c.ShopId) is not { WriteOpen: not null } listing || listing.WriteVersion != c.Version)
        {
            return c.Result.Kind == CallResultKind.Ambiguous && state.Listings.GetValueOrDefault(c.ShopId) is { WriteOpen: not null }
                ? Decision<ArticleEvent>.Accept(new ArticleEvent.ShopWriteDelayed(c.ShopId, null, c.At + c.SettleTime, c.At))
                : Decision<ArticleEvent>.Unchanged;
        }

        return c.Result.Kind switch
        {
            CallResultKind.Done => Decision<ArticleEvent>.Accept(new ArticleEvent.ShopWritten(c.ShopId, listing.WriteOpen!, c.At)),
            CallResultKind.Ambiguous => Decision<ArticleEvent>.Accept(new ArticleEvent.ShopWriteDelayed(c.ShopId, null, c.At + c.SettleTime, c.At)),
            CallResultKind.NotSent or CallResultKind.Unauthorised => Decision<ArticleEvent>.Accept(
                new ArticleEvent.ShopWriteDelayed(c.ShopId, null, c.Result.RetryAt ?? c.At + c.RetryDelay, c.At)),
            CallResultKind.Refused => Decision<ArticleEvent>.Accept(new ArticleEvent.ShopWriteDelayed(
                c.ShopId,
                new Parking(
                    c.Result.Value ?? "refused",
                    $"The shop refused the data of article {listing.Article.Number}: {c.Result.Message}",
                    "Mend what the text names in the ERP's or the shop's article; it is tried again by itself.",
                    FailureClass.Refused),
                c.At + (c.RetryDelay * 20),
                c.At)),
            _ => throw new UnreachableException(c.Result.Kind.ToString()),
        };
    }

    /// <summary>Too many articles were to be made inactive at once: a person looks first (guarantee 10).</summary>
    internal static Decision<ArticleEvent> Brake(ArticleState state, ArticleCommand.BrakeShopWrite c) =>
        state.Listings.GetValueOrDefault(c.ShopId) is { WriteOpen: not null, Braked: false } listing
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.ShopWriteBraked(
                c.ShopId,
                new Parking(
                    ParkingCodes.DeactivationBraked,
                    $"Article {listing.Article.Number} was deleted in the ERP together with many others ({c.Detail}); it is not made inactive in shop {c.ShopId} yet.",
                    "Look whether the ERP's list is right. Then retry, singly or all of this code at once; or undo the deletion in the ERP.",
                    FailureClass.Conflict),
                c.At))
            : Decision<ArticleEvent>.Unchanged;

    internal static bool Writable(ShopListing listing) => listing is { DuplicateUid: null, Claim: null, Ref.VariantUid: null };

    private static IEnumerable<ArticleEvent> ToShop(ArticleState state, string shop, ErpArticle shown, ArticleCommand.SeeErpArticle c)
    {
        var listing = state.Listings[shop];
        if (!Writable(listing) || ArticleCreations.IsInTheWay(state, shown, shop, c.Rules))
        {
            return [];
        }

        var changed = PatchOf(shown, state.ErpSeen, listing.Article, c.Rules.Of(shop));
        var patch = (listing.WriteOpen ?? ArticlePatch.Nothing).And(changed).Missing(listing.Article);
        return patch == ArticlePatch.Nothing || patch == listing.WriteOpen ? [] : [new ArticleEvent.ShopWriteOpened(shop, patch, c.At)];
    }

    /// <summary>The ERP changed what the shop decides: by setting the shop's value is submitted again.</summary>
    private static IEnumerable<ArticleEvent> BackToErp(ArticleState state, ErpArticle shown, ArticleCommand.SeeErpArticle c)
    {
        var after = state with { ErpSeen = shown };
        if (ArticleDrafts.Leading(state) is not var (shop, _) || c.Rules.Of(shop) is not { WrongSideEdits: WrongSideEdit.Restore } settings || !settings.ExportsChanges()
            || (state.RestoredOver is { } over && ErpArticle.Same(over, shown))
            || ArticleDrafts.Wanted(after, c.Rules, c.Key).Draft is not { } wanted || state.Submit?.Draft == wanted || !Spoils(state.ErpSeen, shown, wanted, settings, c.Rules))
        {
            return [];
        }

        return [new ArticleEvent.SubmitOpened(wanted, Update: true, state.Submit?.Priority ?? SubmitPriority.Catalogue, c.At) { Over = shown }];
    }

    /// <summary>Whether the ERP changed something that the shop decides to something else than the shop has. What differed before is not ours to decide now.</summary>
    private static bool Spoils(ErpArticle? before, ErpArticle shown, ErpArticleDraft wanted, ArticleSyncSettings settings, ArticleRules rules)
    {
        var held = ErpArticle.Of(wanted, shown);
        return (ArticleDrafts.FromShop(settings, ArticleFacet.ProductData)
                && (Spoilt(before?.Name, shown.Name, held.Name) || Spoilt(before?.Description, shown.Description, held.Description) || Spoilt(before?.Ean, shown.Ean, held.Ean)
                    || Spoilt(before?.Weight, shown.Weight, held.Weight) || Spoilt(before?.PurchasePrice, shown.PurchasePrice, held.PurchasePrice)))
            || (ArticleDrafts.FromShop(settings, ArticleFacet.Price)
                && (Spoilt(before?.Price, shown.Price, held.Price) || Spoilt(before?.VatPercent ?? held.VatPercent, shown.VatPercent ?? held.VatPercent, held.VatPercent)
                    || Spoilt(before?.SpecialPrice ?? 0m, shown.SpecialPrice ?? 0m, held.SpecialPrice ?? 0m)))
            || (ArticleDrafts.FromShop(settings, ArticleFacet.Status) && rules.ErpTakesStatus && Spoilt(before?.Deleted == true, shown.Deleted == true, !wanted.Active));
    }

    private static bool Spoilt<T>(T before, T shown, T wanted) => !EqualityComparer<T>.Default.Equals(shown, wanted) && !EqualityComparer<T>.Default.Equals(shown, before);

    /// <summary>What the ERP decides and shows, as the shop is to have it; with <paramref name="before"/> only what is new since.</summary>
    internal static ArticlePatch PatchOf(ErpArticle now, ErpArticle? before, ShopArticle article, ArticleSyncSettings settings)
    {
        var patch = ArticlePatch.Nothing;
        if (Decides(settings, ArticleFacet.ProductData))
        {
            patch = patch with
            {
                Name = New(now.Name, before?.Name), Description = New(now.Description, before?.Description), Ean = New(now.Ean, before?.Ean),
                // No weight at all is told as 0.
                Weight = now.Weight == (before is null ? 0m : before.Weight) ? null : Grams(now.Weight),
            };
        }

        if (Decides(settings, ArticleFacet.Price))
        {
            var vat = now.VatPercent ?? article.VatPercent;
            var regular = Regular(now, vat, settings.Prices) ?? PatchPrice.None;
            var special = Special(now, vat, settings.Prices);
            var earlier = before is null ? null : Regular(before, before.VatPercent ?? article.VatPercent, settings.Prices);
            var earlierSpecial = before is null ? null : Special(before, before.VatPercent ?? article.VatPercent, settings.Prices);
            patch = patch with
            {
                Regular = regular == PatchPrice.None || regular == earlier ? null : regular,
                Special = special == earlierSpecial ? null : special,
                VatPercent = now.VatPercent == before?.VatPercent ? null : now.VatPercent,
            };
        }

        return Decides(settings, ArticleFacet.Status) && now.Deleted is { } deleted && deleted != before?.Deleted && (!deleted || settings.DeactivateDeleted)
            ? patch with { Active = !deleted }
            : patch;
    }

    /// <summary>The shop's regular price; null when the ERP has not shown what gives it.</summary>
    internal static PatchPrice? Regular(ErpArticle article, decimal? vatPercent, ArticlePriceSettings settings) => settings.RegularPriceList is { } list
        ? Price(Listed(article, list), settings.PriceListsIncludeVat, vatPercent, settings)
        : Price(article.Price, includesVat: false, vatPercent, settings);

    /// <summary>The shop's special price, <see cref="PatchPrice.None"/> when the ERP has none; null when the settings want none or its field was not shown.</summary>
    internal static PatchPrice? Special(ErpArticle article, decimal? vatPercent, ArticlePriceSettings settings) =>
        settings.SpecialPriceField
            ? article.SpecialPrice is not { } field ? null : field <= 0m ? PatchPrice.None : Price(field, settings.PriceListsIncludeVat, vatPercent, settings) ?? PatchPrice.None
        : settings.SpecialPriceList is { } list ? Price(Listed(article, list), settings.PriceListsIncludeVat, vatPercent, settings) ?? PatchPrice.None
        : null;

    private static decimal? Listed(ErpArticle article, string list) => article.PriceLists.TryGetValue(list, out var listed) ? listed : null;

    /// <summary>Without VAT in the ERP's decimals, with VAT in the shop's step (mission A29).</summary>
    private static PatchPrice? Price(decimal? amount, bool includesVat, decimal? vatPercent, ArticlePriceSettings settings)
    {
        if (amount is not { } price || vatPercent is not { } percent)
        {
            return null;
        }

        var factor = 1 + (percent / 100m);
        var incVat = includesVat ? price : price * factor;
        var shown = decimal.Round(incVat / settings.ShopPriceStep, 0, MidpointRounding.AwayFromZero) * settings.ShopPriceStep;
        var rounded = settings.ShopPriceStep > 0.01m ? shown / factor : includesVat ? price / factor : price;
        return new PatchPrice(decimal.Round(rounded, 2, MidpointRounding.AwayFromZero), shown);
    }

    private static bool Decides(ArticleSyncSettings settings, ArticleFacet facet) => FacetTable.MasterOf(settings, facet) == FacetMaster.Erp;

    /// <summary>Shops keep whole grams: anything finer would come back as another weight.</summary>
    internal static decimal? Grams(decimal? weight) => weight is { } kg ? decimal.Round(kg, 3, MidpointRounding.AwayFromZero) : null;

    private static string? New(string? now, string? before) => now == before || string.IsNullOrEmpty(now) ? null : now;
}
