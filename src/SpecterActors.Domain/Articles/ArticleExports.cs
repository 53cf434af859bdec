using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>What a first export does with an article (mission A24), and what it would do.</summary>
public static class ArticleExports
{
    /// <summary>What an export would do now, for a dry run; pure.</summary>
    public static ExportVerdict Verdict(ArticleState state, ArticleRules rules, string key = "")
    {
        var wanted = ArticleDrafts.Wanted(state, rules, key);
        if (wanted.Draft is not { } draft)
        {
            return new ExportVerdict(ExportAction.Refuse, null, wanted.Reason);
        }

        return state.Presence == ErpPresence.Unknown ? new ExportVerdict(ExportAction.Create, draft, null)
            : state.Submit is null && state.ErpNumber == draft.Number && state.ErpSeen is { } seen && ErpArticle.Same(ErpArticle.Of(draft, seen), seen)
                ? new ExportVerdict(ExportAction.Skip, draft, null)
            : new ExportVerdict(ExportAction.Update, draft, null);
    }

    internal static Decision<ArticleEvent> Request(ArticleState state, ArticleCommand.Export c)
    {
        if (state.Exports.ContainsKey(c.RunId) || state.LastExportRun == c.RunId)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        var requested = new ArticleEvent.ExportRequested(c.RunId, c.ReplyTo, c.At);
        var verdict = Verdict(state, c.Rules, c.Key);
        if (c.RowHeld && verdict.Reason is { Code: ParkingCodes.ArticleNotListed })
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        return verdict.Action switch
        {
            ExportAction.Refuse => Decision<ArticleEvent>.Accept(
                requested, new ArticleEvent.ExportEnded(c.RunId, ExportOutcomes.Refused, verdict.Reason!.Code, verdict.Reason.Cause, c.At)),
            ExportAction.Skip => Decision<ArticleEvent>.Accept(requested, new ArticleEvent.ExportEnded(c.RunId, ExportOutcomes.Skipped, null, null, c.At)),
            _ => Decision<ArticleEvent>.Accept(
                requested, new ArticleEvent.SubmitOpened(verdict.Draft!, Update: true, state.Submit?.Priority ?? SubmitPriority.Catalogue, c.At)),
        };
    }
}

/// <summary>What an export does with an article.</summary>
/// <param name="Action">What.</param>
/// <param name="Draft">What goes to the ERP; null when refused.</param>
/// <param name="Reason">Refused: why.</param>
public sealed record ExportVerdict(ExportAction Action, ErpArticleDraft? Draft, Parking? Reason);

/// <summary>What an export does with an article.</summary>
public enum ExportAction
{
    /// <summary>The ERP does not have it, as far as it has shown.</summary>
    Create,

    /// <summary>The ERP has it; it is overwritten.</summary>
    Update,

    /// <summary>The ERP has it like that already.</summary>
    Skip,

    /// <summary>It may not go.</summary>
    Refuse,
}
