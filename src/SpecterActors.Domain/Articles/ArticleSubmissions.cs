using System.Diagnostics;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>
/// The one open intent "submit to the ERP": opened by an order's need, by a change in the shop, or by an export run. What is open is
/// exchanged for what is newer, so that a submission always carries the newest data; outcomes are told apart by version.
/// </summary>
public static class ArticleSubmissions
{
    /// <summary>
    /// The submission that is to be made now: none while its number stands on several articles of one shop, or while a person is to give the ERP's
    /// article another number: under the former one it would be made there a second time as soon as that is done.
    /// </summary>
    public static SubmitIntent? Due(ArticleState state, string key) =>
        ArticleDecider.DuplicateOf(state) is null && ArticleRenames.Obstacle(state, key, state.Terms.ErpCanRename) is null ? state.Submit : null;

    internal static Decision<ArticleEvent> Ensure(ArticleState state, ArticleCommand.EnsureKnown c)
    {
        if (state.Presence == ErpPresence.Known || state.Listings.Values.Any(l => l.DuplicateUid is not null))
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        return state.Submit switch
        {
            null => Decision<ArticleEvent>.Accept(new ArticleEvent.EnsureOpened(ArticleDrafts.AsListed(state, c.Draft), c.At)),
            // What an order waits for is not behind the catalogue.
            { Priority: SubmitPriority.Catalogue } open => Decision<ArticleEvent>.Accept(new ArticleEvent.SubmitOpened(open.Draft, open.Update, SubmitPriority.Order, c.At)),
            _ => Decision<ArticleEvent>.Unchanged,
        };
    }

    /// <summary>A change in the shop: sent when the shop decides what changed (mission A18, A25), and at once when it mends what the ERP refused.</summary>
    internal static IEnumerable<ArticleEvent> AfterListing(ArticleState before, ArticleState after, ArticleCommand.SeeListing c)
    {
        if (after.Submit is { Update: false } open)
        {
            // The ERP refused the article as it was listed before: what is mended in the shop goes at once.
            return after.Parking is not null && ArticleDrafts.AsListed(after, open.Draft) is var mended && mended != open.Draft
                ? [new ArticleEvent.EnsureOpened(mended, c.At)]
                : [];
        }

        if (ArticleCreations.ShowsWhatWasMade(before, c) && after.Submit is null)
        {
            // Made from what the ERP shows: it is no change of the shop's.
            return [];
        }

        if (ArticleDrafts.Leading(after) is not var (shop, _) || shop != c.ShopId || ArticleDrafts.Wanted(after, c.Rules, c.Key).Draft is not { } wanted)
        {
            return [];
        }

        wanted = UnderItsNumber(after, wanted, c.Rules);
        var settings = c.Rules.Of(shop);
        var goes = after.Submit is not null ? after.Submit.Draft != wanted : !c.Baseline && settings.ExportsChanges() && Changed(before, wanted, settings, c);
        return goes ? [new ArticleEvent.SubmitOpened(wanted, Update: true, after.Submit?.Priority ?? SubmitPriority.Catalogue, c.At)] : [];
    }

    internal static Decision<ArticleEvent> Outcome(ArticleState state, ArticleCommand.SubmitOutcome c)
    {
        var current = state.Submit?.Version == c.Intent.Version;
        switch (c.Result.Kind)
        {
            case CallResultKind.Done when c.Intent.Update:
                return c.Intent.Version <= state.SubmittedVersion || c.Intent.Version > state.Submissions
                    ? Decision<ArticleEvent>.Unchanged
                    : Decision<ArticleEvent>.Accept([new ArticleEvent.Submitted(c.Intent.Draft, c.Intent.Version, c.At), .. Ended(state, c.Intent.Version, c.At)]);
            case CallResultKind.Done:
                return current || (state.Presence == ErpPresence.Unknown && c.Intent.Version <= state.Submissions && state.Submissions > 0)
                    ? Decision<ArticleEvent>.Accept(new ArticleEvent.KnownInErp("submitted", c.At))
                    : Decision<ArticleEvent>.Unchanged;
            case CallResultKind.Refused when current:
                return Refused(state, c);
            case CallResultKind.Ambiguous when c.Intent.Update && !(state.SubmitUnsettledUntil >= c.At + c.SettleTime):
                return Decision<ArticleEvent>.Accept(new ArticleEvent.SubmitAmbiguous(c.At + c.SettleTime, c.At));
            case CallResultKind.Refused or CallResultKind.NotSent or CallResultKind.Unauthorised or CallResultKind.Ambiguous:
                // Creating without overwriting may be repeated: the plan tries again after its back-off.
                return Decision<ArticleEvent>.Unchanged;
            default:
                throw new UnreachableException(c.Result.Kind.ToString());
        }
    }

    /// <summary>
    /// Adds to a decision what follows for an open submission from what the ERP showed. An article that was being created turns out to be there:
    /// what the shop changed meanwhile is not in what was sent, and goes now. One that is being overwritten got another number there, or
    /// other data where the ERP decides: what is sent from now on says so too.
    /// </summary>
    internal static Decision<ArticleEvent> WithOvertaken(ArticleState state, ArticleCommand command, Decision<ArticleEvent> decision)
    {
        if (state.Submit is { Update: true } submit)
        {
            return WithNewsOfErp(state, submit, command, decision);
        }

        if (state.Submit is not { Update: false } open || decision is not Decision<ArticleEvent>.Accepted { Events: var events } || ArticleDrafts.AsListed(state, open.Draft) == open.Draft)
        {
            return decision;
        }

        var after = events.Aggregate(state, ArticleEvolve.Apply);
        return after is { Submit: null, Presence: ErpPresence.Known } && ArticleDrafts.Leading(after) is var (shop, _) && command.Rules.Of(shop).ExportsChanges()
            && ArticleDrafts.Wanted(after, command.Rules, command.Key).Draft is { } wanted
            ? Decision<ArticleEvent>.Accept([.. events, new ArticleEvent.SubmitOpened(wanted, Update: true, SubmitPriority.Catalogue, events[^1].At)])
            : decision;
    }

    /// <summary>
    /// An open submission goes under the number by which the ERP knows the article, or it would be made there a second time, and with what the
    /// ERP decides as it showed it last, or an attempt repeated after an unclear outcome would set that back.
    /// </summary>
    private static Decision<ArticleEvent> WithNewsOfErp(ArticleState state, SubmitIntent open, ArticleCommand command, Decision<ArticleEvent> decision)
    {
        if (decision is not Decision<ArticleEvent>.Accepted { Events: var events })
        {
            return decision;
        }

        var after = events.Aggregate(state, ArticleEvolve.Apply);
        var isThere = state.Presence == ErpPresence.Unknown && ArticleRenames.WaitsForErp(after, command.Key) is not null;
        if (after is not { Presence: ErpPresence.Known, Submit: { } still } || still.Version != open.Version
            || !(isThere || events.Any(e => e is ArticleEvent.ErpSeen or ArticleEvent.ErpRenumbered or ArticleEvent.RenumberedInErp)))
        {
            return decision;
        }

        var renamed = ArticleRenames.Obstacle(after, command.Key, command.Rules.ErpCanRename) is not null;
        var wanted = ArticleDrafts.Wanted(after, command.Rules, command.Key).Draft
            ?? ((renamed ? ArticleDrafts.Composed(after, command.Rules) : null) ?? open.Draft) with { Number = ArticleRenames.NumberInErp(after, command.Key) };
        return wanted == open.Draft ? decision : Decision<ArticleEvent>.Accept([.. events, new ArticleEvent.SubmitOpened(wanted, Update: true, open.Priority, events[^1].At)]);
    }

    /// <summary>After an attempt of unknown outcome the ERP may have the article under the number of that attempt: another number is a change of it.</summary>
    private static ErpArticleDraft UnderItsNumber(ArticleState state, ErpArticleDraft wanted, ArticleRules rules) =>
        state is not { Presence: ErpPresence.Unknown, Submit: { Update: true } open, SubmitUnsettledUntil: not null } || open.Draft.Number == wanted.Number ? wanted
        : rules.ErpCanRename ? wanted with { FormerNumber = open.Draft.FormerNumber ?? open.Draft.Number }
        : wanted with { Number = open.Draft.Number };

    internal static Decision<ArticleEvent> Retry(ArticleState state, ArticleCommand.Retry c)
    {
        var events = state.Listings.Where(l => l.Value.Braked).Select(l => (ArticleEvent)new ArticleEvent.ShopWriteBraked(l.Key, null, c.At)).ToList();
        if (state.Submit is { } open)
        {
            events.Add(open.Update
                ? new ArticleEvent.SubmitOpened(ArticleDrafts.Wanted(state, c.Rules, c.Key).Draft ?? open.Draft, Update: true, open.Priority, c.At)
                : new ArticleEvent.EnsureOpened(ArticleDrafts.AsListed(state, open.Draft), c.At));
        }
        else if (state.StockUncounted)
        {
            events.Add(new ArticleEvent.StockAccepted(c.At));
        }

        events.AddRange(ArticleCreations.Retried(state, c));
        return Decision<ArticleEvent>.Accept([.. events]);
    }

    /// <summary>An article that no shop listed before was added; else it counts what the shop decides.</summary>
    private static bool Changed(ArticleState before, ErpArticleDraft wanted, ArticleSyncSettings settings, ArticleCommand c) =>
        wanted.FormerNumber is not null || ArticleDrafts.Composed(before, c.Rules) is not { } earlier || !ArticleDrafts.SameFromShop(earlier, wanted, settings)
        // Another number of an article that the ERP does not have is a change, too (mission A25).
        || (before.Presence == ErpPresence.Unknown && earlier.Number != wanted.Number);

    private static Decision<ArticleEvent> Refused(ArticleState state, ArticleCommand.SubmitOutcome c)
    {
        var parking = new Parking(
            c.Result.Value ?? "refused",
            $"The ERP refused article {c.Intent.Draft.Number}: {c.Result.Message}",
            "Mend what the text names in the shop's article or in the ERP; it is tried again by itself, or at once with retry.",
            FailureClass.Refused);
        return Decision<ArticleEvent>.Accept(
        [
            new ArticleEvent.EnsureRefused(parking, c.At + (c.RetryDelay * Math.Pow(2, Math.Min(state.SubmitRefusals, 8))), c.At),
            .. state.Exports.Where(e => e.Value.Outcome is null).Select(e => new ArticleEvent.ExportEnded(e.Key, ExportOutcomes.Refused, parking.Code, parking.Cause, c.At)),
        ]);
    }

    /// <summary>What is open waits for a person: exports that were asked for are answered.</summary>
    internal static IEnumerable<ArticleEvent> Answered(ArticleState after, ArticleCommand c) =>
        after.Submit is not null && (ArticleDecider.DuplicateOf(after) ?? ArticleRenames.Obstacle(after, c.Key, c.Rules.ErpCanRename)) is { } obstacle
            ? after.Exports.Where(e => e.Value.Outcome is null).Select(e => new ArticleEvent.ExportEnded(e.Key, ExportOutcomes.Refused, obstacle.Code, obstacle.Cause, c.At))
            : [];

    /// <summary>The number is one article's again: what is open goes on as that one is, whichever it was opened for.</summary>
    internal static Decision<ArticleEvent> Unshared(ArticleState state, ArticleEvent.Unlisted unlisted, ArticleCommand c)
    {
        var after = ArticleEvolve.Apply(state, unlisted);
        if (ArticleDecider.DuplicateOf(state) is null || Due(after, c.Key) is not { } open)
        {
            return Decision<ArticleEvent>.Accept(unlisted);
        }

        var draft = open.Update ? ArticleDrafts.Wanted(after, c.Rules, c.Key).Draft ?? open.Draft : ArticleDrafts.AsListed(after, open.Draft);
        return draft == open.Draft ? Decision<ArticleEvent>.Accept(unlisted)
            : open.Update ? Decision<ArticleEvent>.Accept(unlisted, new ArticleEvent.SubmitOpened(draft, Update: true, open.Priority, c.At))
            : Decision<ArticleEvent>.Accept(unlisted, new ArticleEvent.EnsureOpened(draft, c.At));
    }

    private static IEnumerable<ArticleEvent> Ended(ArticleState state, long version, DateTimeOffset at) =>
        state.Exports.Where(e => e.Value.Outcome is null && e.Value.Version <= version).Select(e => new ArticleEvent.ExportEnded(e.Key, ExportOutcomes.Done, null, null, at));
}
