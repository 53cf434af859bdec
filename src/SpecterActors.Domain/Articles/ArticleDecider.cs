using System.Collections.Immutable;
using System.Diagnostics;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>Decides what a command means for an article. Pure.</summary>
public static class ArticleDecider
{
    /// <summary>Decides one command, under the settings that it brings: what of them is news to the article is stored before and with it.</summary>
    public static Decision<ArticleEvent> Decide(ArticleState state, ArticleCommand command)
    {
        if (state.YieldedTo is not null && command is not ArticleCommand.YieldNumber)
        {
            // Nothing is taken here any more: the answer says where it belongs.
            return Decision<ArticleEvent>.Unchanged;
        }

        var (informed, news) = Hear(state, command);
        var decision = ArticleSubmissions.WithOvertaken(informed, command, DecideOwn(informed, command));
        if (decision is Decision<ArticleEvent>.Refused)
        {
            return decision;
        }

        var decided = decision is Decision<ArticleEvent>.Accepted { Events: var events } ? events : [];
        var after = decided.Aggregate(informed, ArticleEvolve.Apply);
        // A shop that lists it now, or no longer, may have terms of its own.
        var (_, later) = Hear(after, command);
        return Decision<ArticleEvent>.Accept([.. news, .. decided, .. later, .. ArticleSubmissions.Answered(after, command)]);
    }

    private static (ArticleState State, ImmutableArray<ArticleEvent> News) Hear(ArticleState state, ArticleCommand command)
    {
        if (ArticleTerms.News(state, command.Rules) is not { } terms)
        {
            return (state, []);
        }

        var heard = new ArticleEvent.TermsHeard(terms, command.At);
        return (ArticleEvolve.Apply(state, heard), [heard]);
    }

    private static Decision<ArticleEvent> DecideOwn(ArticleState state, ArticleCommand command) => command switch
    {
        ArticleCommand.YieldNumber c => ArticleRenames.Yield(state, c),
        ArticleCommand.ReserveUnits c => Reserve(state, c),
        ArticleCommand.BookOrder c => state.Reservations.TryGetValue(ArticleRenames.Holding(c, c.Order), out var held) && held.BookedAt is null
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.OrderBooked(ArticleRenames.Holding(c, c.Order), c.At))
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.ReleaseUnits c => Release(state, ArticleRenames.Holding(c, c.Order), c.At),
        ArticleCommand.EnsureKnown c => ArticleSubmissions.Ensure(state, c),
        ArticleCommand.SubmitOutcome c => ArticleSubmissions.Outcome(state, c),
        ArticleCommand.Export c => ArticleExports.Request(state, c),
        ArticleCommand.ExportTold c => state.Exports.ContainsKey(c.RunId)
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.ExportTold(c.RunId, c.At))
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.SeeFigure c => SeeFigure(state, c),
        ArticleCommand.PassStockRound c => Decision<ArticleEvent>.Accept(
            [.. state.Reservations.Where(r => r.Value.BookedAt + c.Grace < c.BegunAt).Select(r => new ArticleEvent.UnitsFell(r.Key, "round", c.At))]),
        ArticleCommand.SeeErpArticle c => ArticleImports.See(state, c),
        ArticleCommand.RenumberInErp c => ArticleRenames.InErpFirst(state, c),
        ArticleCommand.ShopWriteOutcome c => ArticleImports.Outcome(state, c),
        ArticleCommand.BrakeShopWrite c => ArticleImports.Brake(state, c),
        ArticleCommand.DecideCreation c => ArticleCreations.Decide(state, c),
        ArticleCommand.CreationOutcome c => ArticleCreations.Outcome(state, c),
        ArticleCommand.BringInStep c => ArticleGaps.Bring(state, c),
        ArticleCommand.SeeListing c => ArticleListings.See(state, c),
        // Also when nothing is expected: a look or a write under way began before this doubt.
        ArticleCommand.Unlist c => state.Listings.TryGetValue(c.ShopId, out var had) && (had.Ref == c.Ref || had.Others.Any(o => o.Ref == c.Ref))
            ? ArticleSubmissions.Unshared(state, new ArticleEvent.Unlisted(c.ShopId, c.Ref, c.At), c)
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.DoubtShopStock c => state.Listings.TryGetValue(c.ShopId, out var listing) && !(listing.DoubtedAt >= c.At)
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.ShopStockDoubted(c.ShopId, c.Reason, c.At))
            : Decision<ArticleEvent>.Unchanged,
        ArticleCommand.DecidePush c => ArticlePushes.Decide(state, c),
        ArticleCommand.LookRefused c => ArticlePushes.Refused(state, c),
        ArticleCommand.PushOutcome c => ArticlePushes.Outcome(state, c),
        ArticleCommand.Recover c => Decision<ArticleEvent>.Accept(
            [
                .. state.Listings.Where(l => l.Value.PushOpen is not null).Select(l => new ArticleEvent.PushAmbiguous(l.Key, c.At + c.SettleTime, c.At)),
                .. state.Listings.Where(l => l.Value.WriteOpen is not null).Select(l => new ArticleEvent.ShopWriteDelayed(l.Key, l.Value.WriteRefusal, c.At + c.SettleTime, c.At)),
                .. state.Submit is { Update: true } ? [new ArticleEvent.SubmitAmbiguous(c.At + c.SettleTime, c.At)] : Array.Empty<ArticleEvent>(),
                .. ArticleCreations.Recovered(state, c),
            ]),
        ArticleCommand.Retry c => ArticleSubmissions.Retry(state, c),
        ArticleCommand.Review c => ArticleCreations.Review(state, c),
        ArticleCommand.Continue => Decision<ArticleEvent>.Unchanged,
        _ => throw new UnreachableException($"article command {command.GetType().Name} has no arm"),
    };

    /// <summary>Why no order may be sent with this article now, or null.</summary>
    public static Parking? BlockerOf(ArticleState state, string number) => DuplicateOf(state, number) ?? state.Parking;

    /// <summary>Two articles of one shop claim the number; null when none do.</summary>
    public static Parking? DuplicateOf(ArticleState state, string? number = null)
    {
        foreach (var (shop, listing) in state.Listings)
        {
            if (listing.DuplicateUid is { } other)
            {
                return new Parking(
                    ParkingCodes.ArticleNumberDuplicate,
                    $"In shop {shop} the articles {listing.Ref.Uid} and {other} both have the number {number ?? listing.Article.Number}.",
                    "Give one of them another number in the shop; orders with it go on by themselves.",
                    FailureClass.Conflict);
            }
        }

        return null;
    }

    private static Decision<ArticleEvent> Reserve(ArticleState state, ArticleCommand.ReserveUnits c)
    {
        var holding = ArticleRenames.Holding(c, c.Order);
        // A repeated message of before the fall; an order that wants units anew says so later.
        if (state.Fallen.TryGetValue(holding, out var fell) && c.At <= fell)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        if ((state.Reservations.GetValueOrDefault(holding)?.Units ?? 0m) == c.Units)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        // Given up by an edit (0) is not fallen: a later edit may want units of this article again.
        return Decision<ArticleEvent>.Accept(new ArticleEvent.UnitsReserved(holding, c.ShopId, c.Units, c.At));
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

    private static Decision<ArticleEvent> SeeFigure(ArticleState state, ArticleCommand.SeeFigure c)
    {
        var recognised = ArticleRenames.Recognise(state, c.Key, c.As, c.At);
        var former = recognised is null && ArticleRenames.IsFormer(state, c.Key, c);
        if (recognised is null && !former)
        {
            return c is { As: { } number, Available: { } units } && !(state.SetAside.GetValueOrDefault(number) is { } kept && (kept.Version > c.Version || (kept.Available == units && SameSites(kept.Sites, c.Sites))))
                ? Decision<ArticleEvent>.Accept(new ArticleEvent.FigureSetAside(number, new SetAsideFigure(units, c.Version, c.Sites), c.At))
                : Decision<ArticleEvent>.Unchanged;
        }

        var events = new List<ArticleEvent>(recognised ?? []);
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
            if (c.Version > state.FigureVersion || events.Count > 0 || state.Available != available || !SameSites(state.Sites, c.Sites))
            {
                events.Add(new ArticleEvent.FigureRead(available, c.Version, c.At) { Sites = c.Sites, Former = former });
            }
        }

        return Decision<ArticleEvent>.Accept([.. events]);
    }

    private static bool SameSites(ImmutableSortedDictionary<string, decimal>? a, ImmutableSortedDictionary<string, decimal>? b) =>
        a is null ? b is null : b is not null && a.SequenceEqual(b);
}
