using System.Diagnostics;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>Decides what a command means for an article. Pure.</summary>
public static class ArticleDecider
{
    /// <summary>Decides one command.</summary>
    public static Decision<ArticleEvent> Decide(ArticleState state, ArticleCommand command) => command switch
    {
        ArticleCommand.ReserveUnits c => Reserve(state, c),
        ArticleCommand.BookOrder c => state.Reservations.TryGetValue(c.Order, out var held) && held.BookedAt is null
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.OrderBooked(c.Order, c.At))
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.ReleaseUnits c => Release(state, c.Order, c.At),
        ArticleCommand.EnsureKnown c => state.Presence == ErpPresence.Known || state.EnsureOpen is not null || state.Listings.Values.Any(l => l.DuplicateUid is not null)
            ? Decision<ArticleEvent>.Unchanged
            : Decision<ArticleEvent>.Accept(new ArticleEvent.EnsureOpened(AsListed(state, c.Draft), c.At)),
        ArticleCommand.EnsureOutcome c => EnsureOutcome(state, c),
        ArticleCommand.SeeFigure c => SeeFigure(state, c),
        ArticleCommand.PassStockRound c => Decision<ArticleEvent>.Accept(
            [.. state.Reservations.Where(r => r.Value.BookedAt + c.Grace < c.BegunAt).Select(r => new ArticleEvent.UnitsFell(r.Key, "round", c.At))]),
        ArticleCommand.SeeErpArticle c => state.Presence == ErpPresence.Known
            ? Decision<ArticleEvent>.Unchanged
            : Decision<ArticleEvent>.Accept(new ArticleEvent.KnownInErp("article-feed", c.At)),
        ArticleCommand.SeeListing c => SeeListing(state, c),
        // Also when nothing is expected: a look or a write under way began before this doubt.
        ArticleCommand.Unlist c => state.Listings.TryGetValue(c.ShopId, out var had) && (had.Ref == c.Ref || had.Others.Any(o => o.Ref == c.Ref))
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.Unlisted(c.ShopId, c.Ref, c.At))
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.DoubtShopStock c => state.Listings.TryGetValue(c.ShopId, out var listing) && !(listing.DoubtedAt >= c.At)
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.ShopStockDoubted(c.ShopId, c.Reason, c.At))
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.DecidePush c => ArticlePushes.Decide(state, c),
        ArticleCommand.PushOutcome c => ArticlePushes.Outcome(state, c),
        ArticleCommand.Recover c => Decision<ArticleEvent>.Accept(
            [.. state.Listings.Where(l => l.Value.PushOpen is not null).Select(l => new ArticleEvent.PushAmbiguous(l.Key, c.At + c.SettleTime, c.At))]),
        ArticleCommand.Retry c => state.EnsureOpen is { } draft
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.EnsureOpened(AsListed(state, draft), c.At))
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.Continue => Decision<ArticleEvent>.Unchanged,
        _ => throw new UnreachableException($"article command {command.GetType().Name} has no arm"),
    };

    /// <summary>Why no order may be sent with this article now, or null.</summary>
    public static Parking? BlockerOf(ArticleState state, string number)
    {
        foreach (var (shop, listing) in state.Listings)
        {
            if (listing.DuplicateUid is { } other)
            {
                return new Parking(
                    ParkingCodes.ArticleNumberDuplicate,
                    $"In shop {shop} the articles {listing.Ref.Uid} and {other} both have the number {number}.",
                    "Give one of them another number in the shop; orders with it go on by themselves.",
                    FailureClass.Conflict);
            }
        }

        return state.Parking;
    }

    private static Decision<ArticleEvent> Reserve(ArticleState state, ArticleCommand.ReserveUnits c)
    {
        if (state.Fallen.ContainsKey(c.Order))
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        if ((state.Reservations.GetValueOrDefault(c.Order)?.Units ?? 0m) == c.Units)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        // Given up by an edit (0) is not fallen: a later edit may want units of this article again.
        return Decision<ArticleEvent>.Accept(new ArticleEvent.UnitsReserved(c.Order, c.ShopId, c.Units, c.At));
    }

    private static Decision<ArticleEvent> Release(ArticleState state, string order, DateTimeOffset at)
    {
        if (!state.Reservations.TryGetValue(order, out var held))
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        var fell = new ArticleEvent.UnitsFell(order, "withdrawn", at);
        // Whether the shop put the units back by itself is the shop's business: look before anything is written.
        return state.Listings.ContainsKey(held.ShopId)
            ? Decision<ArticleEvent>.Accept(fell, new ArticleEvent.ShopStockDoubted(held.ShopId, "order withdrawn", at))
            : Decision<ArticleEvent>.Accept(fell);
    }

    private static Decision<ArticleEvent> EnsureOutcome(ArticleState state, ArticleCommand.EnsureOutcome c)
    {
        if (state.EnsureOpen is not { } draft)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        switch (c.Result.Kind)
        {
            case CallResultKind.Done:
                return Decision<ArticleEvent>.Accept(new ArticleEvent.KnownInErp("submitted", c.At));
            case CallResultKind.Refused:
                var parking = new Parking(
                    c.Result.Value ?? "refused",
                    $"The ERP refused article {draft.Number}: {c.Result.Message}",
                    "Mend what the text names in the shop's article or in the ERP; it is tried again by itself, or at once with retry.",
                    FailureClass.Refused);
                return Decision<ArticleEvent>.Accept(
                    new ArticleEvent.EnsureRefused(parking, c.At + (c.RetryDelay * Math.Pow(2, Math.Min(state.EnsureRefusals, 8))), c.At));
            case CallResultKind.NotSent or CallResultKind.Unauthorised or CallResultKind.Ambiguous:
                // Creating without overwriting may be repeated: the plan tries again after its back-off.
                return Decision<ArticleEvent>.Unchanged;
            default:
                throw new UnreachableException(c.Result.Kind.ToString());
        }
    }

    private static Decision<ArticleEvent> SeeFigure(ArticleState state, ArticleCommand.SeeFigure c)
    {
        var events = new List<ArticleEvent>();
        if (state.Presence == ErpPresence.Unknown)
        {
            events.Add(new ArticleEvent.KnownInErp("stock-feed", c.At));
        }

        if (c.Available is { } available && c.Version >= state.FigureVersion)
        {
            // A figure from a batch opened after the ERP's answer was stored contains the order.
            events.AddRange(state.Reservations
                .Where(r => c.OpenedAfter is { } opened && r.Value.BookedAt < opened)
                .Select(r => new ArticleEvent.UnitsFell(r.Key, "figure", c.At)));
            // Also the same figure: an older one that comes late must not pass for newer than this.
            if (c.Version > state.FigureVersion || events.Count > 0 || state.Available != available)
            {
                events.Add(new ArticleEvent.FigureRead(available, c.Version, c.At));
            }
        }

        return Decision<ArticleEvent>.Accept([.. events]);
    }

    private static Decision<ArticleEvent> SeeListing(ArticleState state, ArticleCommand.SeeListing c)
    {
        var old = state.Listings.GetValueOrDefault(c.ShopId);
        if (old is not null && old.Ref != c.Article.Ref)
        {
            return old.Others.Any(o => o.Ref == c.Article.Ref && SameListing(o, c.Article))
                ? Decision<ArticleEvent>.Unchanged
                : Decision<ArticleEvent>.Accept(new ArticleEvent.DuplicateClaimed(c.ShopId, c.Article, c.At));
        }

        // Stock and change time alone are our own echo or the shop's sales: nothing to remember.
        var same = old is not null
            && SameListing(old.Article, c.Article)
            && old.UnderStockControl == (c.Article.Stock is not null && !c.Article.IsPackage);
        if (same)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        var listed = new ArticleEvent.Listed(c.ShopId, c.Article, c.At);
        // The ERP refused the article as it was listed before: what is mended in the shop goes at once.
        return state is { EnsureOpen: { } draft, Parking: not null }
            && AsListed(ArticleEvolve.Apply(state, listed), draft) is var mended && mended != draft
            ? Decision<ArticleEvent>.Accept(listed, new ArticleEvent.EnsureOpened(mended, c.At))
            : Decision<ArticleEvent>.Accept(listed);
    }

    /// <summary>An order knows an article only at the price it sold for: what the shop lists goes before that.</summary>
    private static ErpArticleDraft AsListed(ArticleState state, ErpArticleDraft draft)
    {
        if (state.Listings.Values.FirstOrDefault(l => l.Article.VatPercent is not null && (l.Article.PriceExVat ?? l.Article.PriceIncVat) is not null) is not { Article: var listed })
        {
            return draft;
        }

        var price = listed.PriceExVat ?? listed.PriceIncVat!.Value / (1 + (listed.VatPercent!.Value / 100m));
        return draft with
        {
            Name = listed.Name.Length > 0 ? listed.Name : draft.Name,
            PriceExVat = decimal.Round(price, 2, MidpointRounding.AwayFromZero),
            VatPercent = listed.VatPercent!.Value,
            Ean = listed.Ean,
            Weight = listed.Weight,
        };
    }

    private static bool SameListing(ShopArticle a, ShopArticle b) =>
        a with { Stock = null, ChangedAt = default } == b with { Stock = null, ChangedAt = default };
}
