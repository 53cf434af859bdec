using System.Diagnostics;

namespace SpecterActors.Domain.Articles;

/// <summary>Applies events to the state of an article.</summary>
public static class ArticleEvolve
{
    /// <summary>State before the first event.</summary>
    public static ArticleState Initial { get; } = new();

    /// <summary>How long a fallen reservation is remembered, against repeated messages.</summary>
    public static TimeSpan FallenKept { get; } = TimeSpan.FromHours(1);

    /// <summary>Applies one event. Pure.</summary>
    public static ArticleState Apply(ArticleState state, ArticleEvent @event) => Change(state, @event) with { ChangedAt = @event.At };

    private static ArticleState Change(ArticleState s, ArticleEvent @event) => @event switch
    {
        ArticleEvent.UnitsReserved e => Reserved(s, e),
        ArticleEvent.OrderBooked e => s with { Reservations = s.Reservations.SetItem(e.Order, s.Reservations[e.Order] with { BookedAt = e.At }) },
        ArticleEvent.UnitsFell e => s with
        {
            Reservations = s.Reservations.Remove(e.Order),
            Fallen = s.Fallen.RemoveRange(s.Fallen.Where(f => f.Value < e.At - FallenKept).Select(f => f.Key)).SetItem(e.Order, e.At),
        },
        ArticleEvent.FigureRead e => s with
        {
            Available = e.Available, Sites = e.Sites, FigureVersion = e.Version, FigureReadAt = e.At, StockUncounted = s.StockUncounted && e.Available <= 0m,
            ErpNumberVersion = e.Former ? s.ErpNumberVersion : s.ErpNumberVersion ?? e.Version,
        },
        ArticleEvent.KnownInErp => KnownInErp(s) with { StockUncounted = s.StockUncounted || MadeWithoutStock(s, s.Submit is { Update: true } open ? open.Draft : null) },
        ArticleEvent.StockAccepted => s with { StockUncounted = false },
        ArticleEvent.EnsureOpened e => Opened(s, e.Draft, update: false, SubmitPriority.Order),
        ArticleEvent.SubmitOpened e => Opened(s, e.Draft, e.Update, e.Priority) with { RestoredOver = e.Over ?? s.RestoredOver },
        ArticleEvent.EnsureRefused e => s with { SubmitRetryAt = e.RetryAt, SubmitRefusals = s.SubmitRefusals + 1, Parking = e.Parking },
        ArticleEvent.SubmitAmbiguous e => s with { SubmitUnsettledUntil = e.SettleUntil },
        ArticleEvent.Submitted e => Submitted(s, e),
        ArticleEvent.ExportRequested e => s with { Exports = s.Exports.SetItem(e.RunId, new ExportTicket(e.ReplyTo, s.Submissions + 1)) },
        ArticleEvent.ExportEnded e => s with
        {
            Exports = s.Exports.SetItem(e.RunId, s.Exports[e.RunId] with { Outcome = e.Outcome, Code = e.Code, Text = e.Text }),
            Listings = e.Outcome == Domain.Exports.ExportOutcomes.Refused
                ? s.Listings
                : s.Listings.SetItems(s.Listings.Where(l => l.Value is { StockNotJoined: true, UnderStockControl: true }).Select(l => KeyValuePair.Create(l.Key, l.Value with { StockNotJoined = false }))),
        },
        ArticleEvent.ExportTold e => s with { Exports = s.Exports.Remove(e.RunId), LastExportRun = e.RunId },
        ArticleEvent.Listed e => ArticleRenames.Followed(Listed(s, e)),
        ArticleEvent.DuplicateClaimed e => With(s, e.ShopId, l => l with { Others = [.. l.Others.Where(o => o.Ref != e.Article.Ref), e.Article] }),
        ArticleEvent.Unlisted e => Unlisted(s, e),
        ArticleEvent.Renumbered e => ArticleRenames.Renumbered(s, e.ShopId, e.Former, e.Number, e.Estate, e.At) with { RenamedInErp = false },
        ArticleEvent.RenumberedInErp e => ArticleRenames.RenumberedInErp(s, e),
        // What it knew stays, for as long as the article that takes the number has not stored it.
        ArticleEvent.Yielded e => s with { YieldedTo = e.To, Submit = null, Parking = null },
        ArticleEvent.ErpRenumbered e => ArticleRenames.InErp(s, e.Number, e.At) with { SubmitRetryAt = null, RenamedInErp = false },
        ArticleEvent.ErpSeen e => s with { ErpSeen = e.Article, RestoredOver = s.RestoredOver is { } over && ErpArticle.Same(over, e.Article) ? over : null },
        ArticleEvent.ShopWriteOpened e => With(s, e.ShopId, l => l with
        {
            WriteOpen = e.Patch, WriteVersion = l.WriteVersion + 1, WriteRefusal = null, Braked = false, LetGo = false, RestoredOver = e.Over ?? l.RestoredOver,
        }),
        ArticleEvent.ShopWritten e => ArticleRenames.Followed(With(s, e.ShopId, l => l with
        {
            WriteOpen = null, WriteAfter = null, WriteRefusal = null, Braked = false, LetGo = false, Article = e.Patch.On(l.Article),
        })),
        ArticleEvent.ShopWriteDelayed e => With(s, e.ShopId, l => l with { WriteAfter = e.Until, WriteRefusal = e.Refusal }),
        ArticleEvent.ShopWriteBraked e => With(s, e.ShopId, l => l with { WriteRefusal = e.Parking, Braked = e.Parking is not null, LetGo = e.Parking is null }),
        ArticleEvent.FigureSetAside e => s with { SetAside = s.SetAside.SetItem(e.Number, e.Figure) },
        ArticleEvent.NumberRefused e => With(s, e.ShopId, l => l with { Claim = e.Claim }),
        ArticleEvent.ShopStockSeen e => With(s, e.ShopId, l => l with { Expected = e.Stock, Refusal = null, UnsettledUntil = null }),
        ArticleEvent.ShopStockDoubted e => With(s, e.ShopId, l => l with { Expected = null, DoubtedAt = e.At }),
        ArticleEvent.PushStarted e => With(s, e.ShopId, l => l with { PushOpen = e.Stock, PushStartedAt = e.At, UnsettledUntil = null }),
        ArticleEvent.Pushed e => With(s, e.ShopId, l => l with
        {
            PushOpen = null, PushStartedAt = null, Expected = l.DoubtedAt >= l.PushStartedAt ? null : e.Stock, Refusal = null, UnsettledUntil = null,
        }),
        ArticleEvent.PushFailed e => With(s, e.ShopId, l => l with { PushOpen = null, PushStartedAt = null, Expected = null, Refusal = e.Refusal, UnsettledUntil = e.RetryAt }),
        ArticleEvent.PushAmbiguous e => With(s, e.ShopId, l => l with { PushOpen = null, PushStartedAt = null, Expected = null, UnsettledUntil = e.SettleUntil }),
        ArticleEvent.CreationOpened or ArticleEvent.CreationStarted or ArticleEvent.CreationMade or ArticleEvent.CreationDoubted or ArticleEvent.CreationDelayed
            or ArticleEvent.CreationRefused or ArticleEvent.CreationEnded => ArticleCreations.Evolve(s, @event),
        ArticleEvent.TermsHeard e => s with { Terms = e.Terms },
        _ => throw new UnreachableException($"article event {@event.GetType().Name} has no arm"),
    };

    private static ArticleState KnownInErp(ArticleState s) => s.Submit is { Update: true }
        ? s with { Presence = ErpPresence.Known }
        : Closed(s) with { Presence = ErpPresence.Known };

    private static ArticleState Opened(ArticleState s, ErpArticleDraft draft, bool update, SubmitPriority priority) => s with
    {
        Submit = new SubmitIntent(draft, update, priority, s.Submissions + 1),
        Submissions = s.Submissions + 1,
        SubmitRetryAt = null,
        SubmitRefusals = 0,
        Parking = null,
    };

    /// <summary>
    /// What was not known in the ERP was made there by our export, even if a feed shows it before our answer does; if the ERP had it all along,
    /// its next figure above zero says so. What only an order needs is not meant: it is sold already, and the ERP's figure says how far below.
    /// </summary>
    private static bool MadeWithoutStock(ArticleState s, ErpArticleDraft? draft) =>
        s.Presence == ErpPresence.Unknown && !(s.Available > 0m) && draft is { StockArticle: true } && !(draft.InitialStock > 0m);

    private static ArticleState Submitted(ArticleState s, ArticleEvent.Submitted e)
    {
        var known = ArticleRenames.InErp(s, e.Draft.Number, e.At) with
        {
            Presence = ErpPresence.Known, ErpSeen = ErpArticle.Of(e.Draft, s.ErpSeen), SubmitUnsettledUntil = null,
            SubmittedVersion = e.Version, StockUncounted = s.StockUncounted || MadeWithoutStock(s, e.Draft),
        };
        return known.Submit?.Version == e.Version ? Closed(known) : known;
    }

    private static ArticleState Closed(ArticleState s) => s with { Submit = null, SubmitRetryAt = null, SubmitRefusals = 0, Parking = null };

    private static ArticleState Reserved(ArticleState s, ArticleEvent.UnitsReserved e)
    {
        var reserved = s with { Reservations = s.Reservations.SetItem(e.Order, new Reservation(e.ShopId, e.Units, s.Reservations.GetValueOrDefault(e.Order)?.BookedAt)) };
        // The shop lowered its own stock when the order was placed; whether before or after our last look or write, nobody knows: look again.
        return reserved.Listings.ContainsKey(e.ShopId) ? With(reserved, e.ShopId, l => l with { Expected = null, DoubtedAt = l.DoubtedAt > e.At ? l.DoubtedAt : e.At }) : reserved;
    }

    private static ArticleState Listed(ArticleState s, ArticleEvent.Listed e)
    {
        var old = s.Listings.GetValueOrDefault(e.ShopId);
        var listing = old is null || old.Ref != e.Article.Ref
            ? NewListing(e.Article, e.At)
            : old with
            {
                Article = e.Article, UnderStockControl = e.Article.UnderStockControl, Claim = null,
                RestoredOver = old.RestoredOver is { } over && ShopArticle.SameContent(over, e.Article) ? over : null,
                NumberSince = old.Article.Number == e.Article.Number ? old.NumberSince : e.At,
            };
        var creation = s.Creations.GetValueOrDefault(e.ShopId);
        return s with
        {
            Listings = s.Listings.SetItem(e.ShopId, ArticleCreations.MayBeOurs(creation) ? listing with { MadeHere = true } : listing),
            Creations = creation is null || ArticleCreations.OutlastsListing(creation, e.Article) ? s.Creations : s.Creations.Remove(e.ShopId),
            Gone = s.Gone.Remove(e.ShopId),
        };
    }

    private static ArticleState Unlisted(ArticleState s, ArticleEvent.Unlisted e)
    {
        var listing = s.Listings[e.ShopId];
        if (listing.Ref != e.Ref)
        {
            return With(s, e.ShopId, l => l with { Others = l.Others.RemoveAll(o => o.Ref == e.Ref) });
        }

        return listing.Others.IsEmpty
            ? s with { Listings = s.Listings.Remove(e.ShopId), Creations = s.Creations.Remove(e.ShopId), Gone = s.Gone.Add(e.ShopId) }
            : With(s, e.ShopId, l => NewListing(l.Others[0], e.At) with { Others = l.Others.RemoveAt(0) });
    }

    private static ShopListing NewListing(ShopArticle article, DateTimeOffset at) => new(article.Ref, article, article.UnderStockControl, null, null, null, null)
    {
        NumberSince = at,
        StockNotJoined = !article.UnderStockControl && !article.IsPackage,
    };

    private static ArticleState With(ArticleState s, string shopId, Func<ShopListing, ShopListing> change) =>
        s with { Listings = s.Listings.SetItem(shopId, change(s.Listings[shopId])) };
}
