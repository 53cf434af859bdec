using System.Diagnostics;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Articles;

/// <summary>
/// Articles that the ERP has and a shop lacks are made there, each once (mission A19, V7). The shop tells whether it has the number: it is
/// asked before every call, and after one of unknown outcome only once that has settled.
/// </summary>
public static class ArticleCreations
{
    /// <summary>Reason of a creation that a change in the ERP opened.</summary>
    internal const string ByErp = "erp";

    /// <summary>As the article is to be made in the shop now, or why it may not be; null when the settings want nothing, or there is nothing to make.</summary>
    public static CreationVerdict? Verdict(ArticleState state, ArticleRules rules, string shop, string key, bool byPerson = false)
    {
        var settings = rules.Of(shop);
        var number = ArticleRenames.NumberInErp(state, key);
        if (settings is not { ImportFromErp: true, NewArticles: not NewErpArticles.List } || state is not { YieldedTo: null, Presence: ErpPresence.Known, ErpSeen: { Deleted: not true } seen }
            || state.Listings.ContainsKey(shop) || rules.Special.Contains(number))
        {
            return null;
        }

        return Reason(state, seen, shop, number, byPerson) is { } reason ? new CreationVerdict(null, reason) : Composed(seen, settings, number);
    }

    /// <summary>An article that a shop lacks changed in the ERP, or came new; and one that came new is a hidden one of the shop by its number.</summary>
    internal static IEnumerable<ArticleEvent> ByItself(ArticleState before, ArticleState after, ArticleCommand.SeeErpArticle c)
    {
        foreach (var shop in c.Rules.Shops.Keys)
        {
            if (IsInTheWay(before, after.ErpSeen!, shop, c.Rules) && after.Listings[shop] is var listed && !after.Creations.ContainsKey(shop))
            {
                yield return new ArticleEvent.CreationRefused(shop, Hidden(shop, listed.Article.Number, listed.Ref.Uid), c.At);
                continue;
            }

            var open = after.Creations.GetValueOrDefault(shop);
            if (open is null or { Step: CreationStep.Refused } && Verdict(after, c.Rules, shop, c.Key, open?.ByPerson == true) is { } verdict && open?.Refusal?.Code != ParkingCodes.ShopArticleHidden)
            {
                if (verdict.Reason is null)
                {
                    yield return new ArticleEvent.CreationOpened(shop, ByErp, c.At);
                }
                else if (open?.Refusal != verdict.Reason)
                {
                    yield return new ArticleEvent.CreationRefused(shop, verdict.Reason, c.At);
                }
            }
        }
    }

    /// <summary>
    /// The shop lists a hidden article under the number of what the ERP's article feed shows for the first time: until that is settled nothing is
    /// written to it. (The stock feed may have shown the number before, of the new article as well.)
    /// </summary>
    internal static bool IsInTheWay(ArticleState before, ErpArticle shown, string shop, ArticleRules rules) =>
        before.Creations.GetValueOrDefault(shop)?.Refusal?.Code == ParkingCodes.ShopArticleHidden
        || (before.ErpSeen is null && before.Listings.GetValueOrDefault(shop) is { Article.Active: false } && Wants(rules, shop) && shown.Deleted != true);

    internal static Decision<ArticleEvent> Decide(ArticleState state, ArticleCommand.DecideCreation c)
    {
        if (state.Creations.GetValueOrDefault(c.ShopId) is not { Step: CreationStep.Wanted } open || open.Version != c.Version || open.After > c.At || ArticleRenames.NumberInErp(state, c.Key) != c.Number)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        if (c.Uses.FirstOrDefault() is { } found)
        {
            // Ours of a call of unknown outcome, or somebody made it: its listing says more.
            return Decision<ArticleEvent>.Accept(
                open.Draft is { } sent ? new ArticleEvent.CreationMade(c.ShopId, found.Uid, c.At)
                : c.Uses.All(u => !u.Active) ? new ArticleEvent.CreationRefused(c.ShopId, Hidden(c.ShopId, c.Number, found.Uid), c.At)
                : new ArticleEvent.CreationEnded(c.ShopId, "found", c.At));
        }

        return Decision<ArticleEvent>.Accept(Verdict(state, c.Rules, c.ShopId, c.Key, open.ByPerson) switch
        {
            null => new ArticleEvent.CreationEnded(c.ShopId, "not-wanted", c.At),
            { Reason: { } reason } => new ArticleEvent.CreationRefused(c.ShopId, reason, c.At),
            { Draft: var draft } => new ArticleEvent.CreationStarted(c.ShopId, draft!, c.NotAfter, c.At),
        });
    }

    internal static Decision<ArticleEvent> Outcome(ArticleState state, ArticleCommand.CreationOutcome c)
    {
        if (state.Creations.GetValueOrDefault(c.ShopId) is not { } open || open.Version != c.Version || open.Step is not (CreationStep.Started or CreationStep.Wanted))
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        var started = open.Step == CreationStep.Started;
        return c.Result.Kind switch
        {
            CallResultKind.Done when started => Decision<ArticleEvent>.Accept(new ArticleEvent.CreationMade(c.ShopId, c.Result.Value ?? "", c.At)),
            CallResultKind.Ambiguous when started => Decision<ArticleEvent>.Accept(new ArticleEvent.CreationDoubted(c.ShopId, LatestStart(open, c.At) + c.SettleTime, c.At)),
            CallResultKind.NotSent or CallResultKind.Unauthorised when started => Decision<ArticleEvent>.Accept(
                new ArticleEvent.CreationDelayed(c.ShopId, null, c.Result.RetryAt ?? c.At + c.RetryDelay, c.At)),
            CallResultKind.Refused => Decision<ArticleEvent>.Accept(new ArticleEvent.CreationDelayed(
                c.ShopId,
                new Parking(
                    c.Result.Value ?? "refused",
                    $"Shop {c.ShopId} refused to make article {open.Draft?.Number ?? c.Key}: {c.Result.Message}",
                    "Mend what the text names in the ERP's article or in the settings; it is tried again by itself, or at once with retry.",
                    FailureClass.Refused),
                c.At + (c.RetryDelay * 20),
                c.At)),
            // The look-up had no answer: the plan asks again.
            CallResultKind.Done or CallResultKind.Ambiguous or CallResultKind.NotSent or CallResultKind.Unauthorised => Decision<ArticleEvent>.Unchanged,
            _ => throw new UnreachableException(c.Result.Kind.ToString()),
        };
    }

    /// <summary>A call whose outcome was not stored may be executed for as long as one of unknown outcome, from its latest start on.</summary>
    internal static IEnumerable<ArticleEvent> Recovered(ArticleState state, ArticleCommand.Recover c) =>
        state.Creations.Where(o => o.Value.Step == CreationStep.Started)
            .Select(o => new ArticleEvent.CreationDoubted(o.Key, LatestStart(o.Value, c.At) + c.SettleTime, c.At));

    internal static IEnumerable<ArticleEvent> Retried(ArticleState state, ArticleCommand.Retry c)
    {
        foreach (var (shop, open) in state.Creations)
        {
            if (open is { Step: CreationStep.Wanted, InDoubt: false } || (open.Step == CreationStep.Refused && Verdict(state, c.Rules, shop, c.Key, byPerson: true) is { Reason: null }))
            {
                yield return new ArticleEvent.CreationOpened(shop, "person", c.At);
            }
            else if (open.Step == CreationStep.Refused)
            {
                // A person has seen it: it is listed again when the ERP changes it.
                yield return new ArticleEvent.CreationEnded(shop, "accepted", c.At);
            }
        }
    }

    /// <summary>The settings changed: what waits to be made and is no longer wanted is given up. What may have been made is looked for first.</summary>
    internal static Decision<ArticleEvent> Review(ArticleState state, ArticleCommand.Review c) => Decision<ArticleEvent>.Accept(
    [
        .. state.Creations.Where(o => o.Value is { Step: CreationStep.Wanted, InDoubt: false } or { Step: CreationStep.Refused } && !Wants(c.Rules, o.Key))
            .Select(o => new ArticleEvent.CreationEnded(o.Key, "not-wanted", c.At)),
    ]);

    /// <summary>Whether a shop's first listing of an article made from here shows what was made: then it says nothing new.</summary>
    internal static bool ShowsWhatWasMade(ArticleState before, ArticleCommand.SeeListing c) =>
        before.Creations.GetValueOrDefault(c.ShopId)?.Draft is { } made && made.Number == c.Article.Number && made.Data.Missing(c.Article) == ArticlePatch.Nothing;

    /// <summary>A hidden article of the shop that is in the way is so for as long as it is hidden.</summary>
    internal static bool OutlastsListing(ShopCreation creation, ShopArticle article) => creation.Refusal?.Code == ParkingCodes.ShopArticleHidden && !article.Active;

    /// <summary>A call has made it, or may have.</summary>
    internal static bool MayBeOurs(ShopCreation? creation) => creation is { Draft: not null, Step: CreationStep.Started or CreationStep.Made } or { Draft: not null, InDoubt: true };

    internal static ArticleState Evolve(ArticleState s, ArticleEvent @event) => @event switch
    {
        ArticleEvent.CreationOpened e => With(s, e.ShopId, c => c with
        {
            Step = c.Step == CreationStep.Refused ? CreationStep.Wanted : c.Step, Version = c.Version + 1, After = c.InDoubt ? c.After : null, Refusal = null,
            ByPerson = c.ByPerson || e.Reason != ByErp,
        }),
        ArticleEvent.CreationStarted e => With(s, e.ShopId, c => c with
        {
            Step = CreationStep.Started, Draft = e.Draft, NotAfter = e.NotAfter, After = null, InDoubt = false, Refusal = null,
        }),
        ArticleEvent.CreationMade e => With(s, e.ShopId, c => c with { Step = CreationStep.Made, Uid = e.Uid, NotAfter = null, After = null, InDoubt = false }),
        ArticleEvent.CreationDoubted e => With(s, e.ShopId, c => c with { Step = CreationStep.Wanted, Version = c.Version + 1, NotAfter = null, After = e.Until, InDoubt = true }),
        ArticleEvent.CreationDelayed e => With(s, e.ShopId, c => c with
        {
            Step = CreationStep.Wanted, Version = c.Version + 1, NotAfter = null, After = e.Until, Refusal = e.Refusal,
        }),
        ArticleEvent.CreationRefused e => With(s, e.ShopId, c => c with { Step = CreationStep.Refused, NotAfter = null, After = null, InDoubt = false, Refusal = e.Refusal }),
        ArticleEvent.CreationEnded e => s with { Creations = s.Creations.Remove(e.ShopId) },
        _ => throw new UnreachableException($"{@event.GetType().Name} is no event of a creation"),
    };

    private static ArticleState With(ArticleState s, string shop, Func<ShopCreation, ShopCreation> change) =>
        s with { Creations = s.Creations.SetItem(shop, change(s.Creations.GetValueOrDefault(shop) ?? new ShopCreation())) };

    private static DateTimeOffset LatestStart(ShopCreation open, DateTimeOffset at) => open.NotAfter > at ? open.NotAfter.Value : at;

    private static bool Wants(ArticleRules rules, string shop) => rules.Of(shop) is { ImportFromErp: true, NewArticles: not NewErpArticles.List };

    private static Parking? Reason(ArticleState state, ErpArticle seen, string shop, string number, bool byPerson)
    {
        if (ArticleNumber.FaultOf(number) is { } fault)
        {
            return new Parking(
                fault.ParkingCode, $"The ERP's article '{number}' is not made in shop {shop}: its number {fault.Reason}.",
                "Give it a number of letters a to z, digits, hyphen and underscore in the ERP; it goes by itself.", FailureClass.Refused);
        }

        if (byPerson)
        {
            return null;
        }

        if (seen.FormerNumber is { Length: > 0 } former && former != number)
        {
            return new Parking(
                ParkingCodes.RenamedInErp, $"The ERP gave article {former} the number {number}; made in shop {shop} it would be there twice.",
                $"Give the shop's article {former} the number {number}: it stays one article. If the shop has none, retry makes it.", FailureClass.Conflict);
        }

        if (seen.MainNumber is { Length: > 0 } main && main != number)
        {
            return new Parking(
                ParkingCodes.VariantNotMade, $"Article {number} is a variant of {main} in the ERP; variants cannot be made in shop {shop} from here.",
                $"Make it in the shop as a choice of article {main}, under the number {number}: stock and orders go on by themselves. Retry makes it as an article of its own.", FailureClass.Refused);
        }

        return state.Gone.Contains(shop)
            ? new Parking(
                ParkingCodes.ShopArticleGone, $"Shop {shop} had article {number} and has it no longer; the ERP still has it for sale.",
                "Retry makes it in the shop again; or take it out of the range in the ERP.", FailureClass.Conflict)
            : null;
    }

    private static CreationVerdict Composed(ErpArticle seen, ArticleSyncSettings settings, string number)
    {
        var regular = ArticleImports.Regular(seen, seen.VatPercent, settings.Prices);
        if (string.IsNullOrWhiteSpace(seen.Name) || seen.VatPercent is not { } vat || regular is null)
        {
            var missing = string.IsNullOrWhiteSpace(seen.Name) ? "name" : seen.VatPercent is null ? "VAT rate" : "price";
            return new CreationVerdict(null, new Parking(
                ParkingCodes.ErpValueUnknown, $"The ERP has not shown the {missing} of article {number}; it is not made in the shop without.",
                "Complete it in the ERP, or name in the settings where its feed shows it (erp.options.articleFeedVat, articles.prices); then save it there once.", FailureClass.Refused));
        }

        return new CreationVerdict(
            new ShopArticleDraft(
                number,
                new ArticlePatch
                {
                    Name = seen.Name, Description = seen.Description, Regular = regular, Special = ArticleImports.Special(seen, vat, settings.Prices) is { ExVat: not null } special ? special : null,
                    VatPercent = vat, Ean = seen.Ean, Weight = seen.Weight > 0m ? ArticleImports.Grams(seen.Weight) : null,
                    Active = settings.NewArticles == NewErpArticles.CreateVisible,
                },
                settings.NewArticlesCategory),
            null);
    }

    private static Parking Hidden(string shop, string number, string uid) => new(
        ParkingCodes.ShopArticleHidden,
        $"The ERP shows article {number} for sale for the first time, and shop {shop} has a hidden one of that number (uid {uid}).",
        "If they are the same, show it in the shop, or retry to leave it hidden. If not, give one of them another number.",
        FailureClass.Conflict);
}

/// <summary>What is to be made in a shop, or why nothing may.</summary>
public sealed record CreationVerdict(ShopArticleDraft? Draft, Parking? Reason);
