using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>What has happened to one article.</summary>
public abstract record ArticleEvent(DateTimeOffset At)
{
    /// <summary>An order holds this many units from now on (again with another number: exchanged).</summary>
    [EventName("article.units-reserved", 1)]
    public sealed record UnitsReserved(string Order, string ShopId, decimal Units, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The ERP has the order; the units fall with a figure read after this.</summary>
    [EventName("article.order-booked", 1)]
    public sealed record OrderBooked(string Order, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The units are no longer held (<paramref name="Reason"/>: figure, round, withdrawn).</summary>
    [EventName("article.units-fell", 1)]
    public sealed record UnitsFell(string Order, string Reason, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The ERP's feed gave a figure.</summary>
    [EventName("article.figure-read", 1)]
    public sealed record FigureRead(decimal Available, long Version, DateTimeOffset At) : ArticleEvent(At)
    {
        /// <summary>Shown under a number that the ERP had given it before.</summary>
        public bool Former { get; init; }

        /// <summary>The same for each stock site; null where the ERP does not tell them apart.</summary>
        public System.Collections.Immutable.ImmutableSortedDictionary<string, decimal>? Sites { get; init; }
    }

    /// <summary>The ERP knows the article; closes the intent to create it.</summary>
    [EventName("article.known-in-erp", 1)]
    public sealed record KnownInErp(string Source, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Opens the intent to create it in the ERP.</summary>
    [EventName("article.ensure-opened", 1)]
    public sealed record EnsureOpened(ErpArticleDraft Draft, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The ERP refused the article; tried again at <paramref name="RetryAt"/>.</summary>
    [EventName("article.ensure-refused", 1)]
    public sealed record EnsureRefused(Parking Parking, DateTimeOffset RetryAt, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Opens the intent to submit it to the ERP, or exchanges what the open one sends; <paramref name="Update"/>: also when the ERP has it.</summary>
    [EventName("article.submit-opened", 1)]
    public sealed record SubmitOpened(ErpArticleDraft Draft, bool Update, SubmitPriority Priority, DateTimeOffset At) : ArticleEvent(At)
    {
        /// <summary>What the ERP showed and is overwritten with the shop's values; null when it is not for that.</summary>
        public ErpArticle? Over { get; init; }
    }

    /// <summary>The ERP took this; closes the intent when <paramref name="Version"/> is the open one.</summary>
    [EventName("article.submitted", 1)]
    public sealed record Submitted(ErpArticleDraft Draft, long Version, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The submission may still be executed until <paramref name="SettleUntil"/>; nothing else is submitted before.</summary>
    [EventName("article.submit-ambiguous", 1)]
    public sealed record SubmitAmbiguous(DateTimeOffset SettleUntil, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>An export run wants the article in the ERP and an answer.</summary>
    [EventName("article.export-requested", 1)]
    public sealed record ExportRequested(string RunId, string ReplyTo, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The export has ended; opens the intent to tell the run (<paramref name="Outcome"/>: done, skipped, refused).</summary>
    [EventName("article.export-ended", 1)]
    public sealed record ExportEnded(string RunId, string Outcome, string? Code, string? Text, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The run has stored the outcome.</summary>
    [EventName("article.export-told", 1)]
    public sealed record ExportTold(string RunId, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>A person says that the ERP's zero is right although nobody counted the article there.</summary>
    [EventName("article.stock-accepted", 1)]
    public sealed record StockAccepted(DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The shop's article feed showed the article (first time or changed).</summary>
    [EventName("article.listed", 1)]
    public sealed record Listed(string ShopId, ShopArticle Article, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>A further article of the shop claims the number: nothing is written for it until that is mended.</summary>
    [EventName("article.duplicate-claimed", 1)]
    public sealed record DuplicateClaimed(string ShopId, ShopArticle Article, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>An article of the shop has another number now; if others claimed this one, the first of them has it.</summary>
    [EventName("article.unlisted", 1)]
    public sealed record Unlisted(string ShopId, ShopArticleRef Ref, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The shop shows this stock: read and found right.</summary>
    [EventName("article.shop-stock-seen", 1)]
    public sealed record ShopStockSeen(string ShopId, decimal Stock, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The shop's stock is to be looked at again.</summary>
    [EventName("article.shop-stock-doubted", 1)]
    public sealed record ShopStockDoubted(string ShopId, string Reason, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Written before a stock write is sent.</summary>
    [EventName("article.push-started", 1)]
    public sealed record PushStarted(string ShopId, decimal Stock, long Version, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The shop took the stock.</summary>
    [EventName("article.pushed", 1)]
    public sealed record Pushed(string ShopId, decimal Stock, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The write surely did nothing, or was refused (<paramref name="Refusal"/>).</summary>
    [EventName("article.push-failed", 1)]
    public sealed record PushFailed(string ShopId, Parking? Refusal, DateTimeOffset RetryAt, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The write may still be executed until <paramref name="SettleUntil"/>; nothing else is written before.</summary>
    [EventName("article.push-ambiguous", 1)]
    public sealed record PushAmbiguous(string ShopId, DateTimeOffset SettleUntil, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The shop gave it another number: same article, <paramref name="Former"/> stays an alias. The estate is what was known under the new one.</summary>
    [EventName("article.renumbered", 1)]
    public sealed record Renumbered(string ShopId, string Former, string Number, YieldedNumber Estate, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>This number belongs to the article <paramref name="To"/> from now on.</summary>
    [EventName("article.yielded", 1)]
    public sealed record Yielded(string To, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The ERP knows the article by this number now.</summary>
    [EventName("article.erp-renumbered", 1)]
    public sealed record ErpRenumbered(string Number, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The ERP gave it another number: same article, <paramref name="Former"/> stays an alias. The estate is what was known under the new one.</summary>
    [EventName("article.renumbered-in-erp", 1)]
    public sealed record RenumberedInErp(string Former, string Number, YieldedNumber Estate, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>
    /// The ERP's stock feed shows this under a number that the article had there before: another article's, unless the ERP turns out to have given the
    /// article that number again.
    /// </summary>
    [EventName("article.figure-set-aside", 1)]
    public sealed record FigureSetAside(string Number, SetAsideFigure Figure, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The shop gave it a number that it cannot have; null takes the note away.</summary>
    [EventName("article.number-refused", 1)]
    public sealed record NumberRefused(string ShopId, NumberClaim? Claim, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The ERP's article feed showed this (first time or changed).</summary>
    [EventName("article.erp-seen", 1)]
    public sealed record ErpSeen(ErpArticle Article, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Opens the intent to write this to the shop's article, or exchanges what the open one writes.</summary>
    [EventName("article.shop-write-opened", 1)]
    public sealed record ShopWriteOpened(string ShopId, ArticlePatch Patch, DateTimeOffset At) : ArticleEvent(At)
    {
        /// <summary>What the shop showed and is overwritten with the ERP's values; null when it is not for that.</summary>
        public ShopArticle? Over { get; init; }
    }

    /// <summary>The shop's article shows this.</summary>
    [EventName("article.shop-written", 1)]
    public sealed record ShopWritten(string ShopId, ArticlePatch Patch, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Nothing is written before <paramref name="Until"/>: the write may still be executed, was not sent, or was refused.</summary>
    [EventName("article.shop-write-delayed", 1)]
    public sealed record ShopWriteDelayed(string ShopId, Parking? Refusal, DateTimeOffset Until, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>A person must let the write go (<paramref name="Parking"/>); null: let go.</summary>
    [EventName("article.shop-write-braked", 1)]
    public sealed record ShopWriteBraked(string ShopId, Parking? Parking, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Opens the intent to make it in a shop, or lets one that waits go at once (<paramref name="Reason"/>: erp, confirmed, person).</summary>
    [EventName("article.creation-opened", 1)]
    public sealed record CreationOpened(string ShopId, string Reason, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Written before the call that makes it: no first byte leaves after <paramref name="NotAfter"/>.</summary>
    [EventName("article.creation-started", 1)]
    public sealed record CreationStarted(string ShopId, ShopArticleDraft Draft, DateTimeOffset NotAfter, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>The shop has made it; the intent closes with its listing.</summary>
    [EventName("article.creation-made", 1)]
    public sealed record CreationMade(string ShopId, string Uid, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>It may have been made, or be made until <paramref name="Until"/>: then the shop is asked before anything else.</summary>
    [EventName("article.creation-doubted", 1)]
    public sealed record CreationDoubted(string ShopId, DateTimeOffset Until, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>It was surely not made; tried again at <paramref name="Until"/>.</summary>
    [EventName("article.creation-delayed", 1)]
    public sealed record CreationDelayed(string ShopId, Parking? Refusal, DateTimeOffset Until, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>It may not be made in the shop as things stand; a change in the ERP or a person looks again.</summary>
    [EventName("article.creation-refused", 1)]
    public sealed record CreationRefused(string ShopId, Parking Refusal, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Nothing is made in the shop (<paramref name="Reason"/>: found, not-wanted, accepted).</summary>
    [EventName("article.creation-ended", 1)]
    public sealed record CreationEnded(string ShopId, string Reason, DateTimeOffset At) : ArticleEvent(At);

    /// <summary>Settings that concern the article are these from now on.</summary>
    [EventName("article.terms-heard", 1)]
    public sealed record TermsHeard(ArticleTerms Terms, DateTimeOffset At) : ArticleEvent(At);
}
