using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>What an article can be told.</summary>
/// <param name="At">When it is told.</param>
public abstract record ArticleCommand(DateTimeOffset At)
{
    /// <summary>Settings that decide; the actor fills them in.</summary>
    public ArticleRules Rules { get; init; } = ArticleRules.None;

    /// <summary>Key of the article; the actor fills it in.</summary>
    public string Key { get; init; } = "";

    /// <summary>Number by which the sender knows the article, and expects the answer; null: its key.</summary>
    public string? As { get; init; }

    /// <summary>An order holds this many units; 0 gives them up. Repeating it changes nothing.</summary>
    public sealed record ReserveUnits(string Order, string ShopId, decimal Units, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>The ERP has the order.</summary>
    public sealed record BookOrder(string Order, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>The order will never go: its units are free, and the shop's own figure is to be looked at.</summary>
    public sealed record ReleaseUnits(string Order, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>An order needs the article in the ERP.</summary>
    public sealed record EnsureKnown(string Order, ErpArticleDraft Draft, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>Outcome of submitting <paramref name="Intent"/> to the ERP.</summary>
    public sealed record SubmitOutcome(SubmitIntent Intent, CallResult Result, TimeSpan SettleTime, TimeSpan RetryDelay, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>
    /// An export run wants the article in the ERP as the shop has it now. The outcome is told to the entity <paramref name="ReplyTo"/> as
    /// <see cref="Exports.ExportCommand.ArticleDone"/> until it acknowledges with <see cref="ExportTold"/>. Repeating it changes nothing.
    /// </summary>
    public sealed record Export(string RunId, string ReplyTo, DateTimeOffset At) : ArticleCommand(At)
    {
        /// <summary>The shop's article feed holds a row of this number back: until it is let go, an article that is not listed is not answered for.</summary>
        public bool RowHeld { get; init; }
    }

    /// <summary>The run has stored the outcome of this article.</summary>
    public sealed record ExportTold(string RunId, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>The ERP's stock feed shows a figure.</summary>
    /// <param name="Available">Absolute available quantity; null when the ERP gives none (then it only proves that the article exists).</param>
    /// <param name="Version">Number of the batch; rises with each.</param>
    /// <param name="OpenedAfter">The batch was surely opened after this time (so its figures are newer); null when that is not known.</param>
    public sealed record SeeFigure(decimal? Available, long Version, DateTimeOffset? OpenedAfter, DateTimeOffset At) : ArticleCommand(At)
    {
        /// <summary>The same for each stock site; null where the ERP does not tell them apart.</summary>
        public System.Collections.Immutable.ImmutableSortedDictionary<string, decimal>? Sites { get; init; }

        /// <summary>The batch was not opened before this time, whichever read opened it; null when that is not known.</summary>
        public DateTimeOffset? NotBefore { get; init; }
    }

    /// <summary>A stock round begun at <paramref name="BegunAt"/> has been drained: without a row in it, the figure is current as of then.</summary>
    /// <param name="Grace">The ERP may queue a change this much later than it makes it.</param>
    public sealed record PassStockRound(DateTimeOffset BegunAt, TimeSpan Grace, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>The ERP's article feed shows it.</summary>
    /// <param name="Article">What it shows; null when only that the article exists.</param>
    /// <param name="Baseline">The feed's first round: what it shows is how things stand, and no change.</param>
    public sealed record SeeErpArticle(DateTimeOffset At, ErpArticle? Article = null, bool Baseline = false) : ArticleCommand(At);

    /// <summary>
    /// The ERP gave the article that it knew as <paramref name="Former"/> another number. The estate is what was known under the new one, whose entity has
    /// yielded it.
    /// </summary>
    public sealed record RenumberInErp(string Former, string Number, YieldedNumber Estate, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>Outcome of writing the ERP's data to a shop's article; done also when the shop showed them already.</summary>
    public sealed record ShopWriteOutcome(string ShopId, long Version, CallResult Result, TimeSpan SettleTime, TimeSpan RetryDelay, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>Making it inactive would exceed what may become inactive without a person's word.</summary>
    public sealed record BrakeShopWrite(string ShopId, string Detail, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>
    /// The shop was asked for articles of <paramref name="Number"/>, and <paramref name="Uses"/> is what it has: decide whether to make one. The answer is
    /// <see cref="CreationDecided"/>.
    /// </summary>
    /// <param name="NotAfter">The first byte of the call may not leave after this.</param>
    public sealed record DecideCreation(
        string ShopId, long Version, string Number, System.Collections.Immutable.ImmutableArray<ShopNumberUse> Uses, DateTimeOffset NotAfter, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>Outcome of making it in a shop (the value is its uid), or a refusal of the look-up before.</summary>
    public sealed record CreationOutcome(string ShopId, long Version, CallResult Result, TimeSpan SettleTime, TimeSpan RetryDelay, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>A person has confirmed that in these parts both sides are brought in step: the master's values go to the other side. Repeating it changes nothing.</summary>
    public sealed record BringInStep(string ShopId, System.Collections.Immutable.ImmutableSortedSet<ArticlePart> Parts, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>A shop's article feed shows it.</summary>
    /// <param name="Baseline">The feed's first reading of the whole range: what it shows is no change.</param>
    /// <param name="Estate">The article has another number than before, and this is what was known under that one; null when the number is not new to it.</param>
    /// <param name="Refused">It has a number that it cannot have; null when it can.</param>
    public sealed record SeeListing(
        string ShopId, ShopArticle Article, DateTimeOffset At, bool Baseline = false, YieldedNumber? Estate = null, NumberClaim? Refused = null) : ArticleCommand(At);

    /// <summary>
    /// A shop gives this number to the article <paramref name="To"/>. The answer is <see cref="NumberYielded"/> when it is that article's from
    /// now on, <see cref="NumberKept"/> when it is an article of its own.
    /// </summary>
    public sealed record YieldNumber(string ShopId, string To, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>A shop's article feed shows an article of this number under another one.</summary>
    public sealed record Unlist(string ShopId, ShopArticleRef Ref, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>The shop's stock may have changed without us.</summary>
    public sealed record DoubtShopStock(string ShopId, string Order, string Reason, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>
    /// The shop's stock was read and then an order round of every shop was drained: decide what to write now. The answer is
    /// <see cref="PushDecided"/>.
    /// </summary>
    /// <param name="LookedAt">The shop's stock was read after this time: what was doubted since then was not seen by that look.</param>
    public sealed record DecidePush(string ShopId, decimal? ShopStock, DateTimeOffset LookedAt, DateTimeOffset At) : ArticleCommand(At)
    {
        /// <summary>
        /// Cancelled when whoever asks will not write any more: the command may have waited while the article got another number or was
        /// recovered. A value that nobody writes must not be decided, for its outcome would never come.
        /// </summary>
        public CancellationToken Asker { get; init; }
    }

    /// <summary>Outcome of the write of <paramref name="Stock"/>.</summary>
    public sealed record PushOutcome(string ShopId, decimal Stock, CallResult Result, TimeSpan SettleTime, TimeSpan RetryDelay, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>The shop refused to tell its stock, so nothing was decided: mostly it has no such article any more.</summary>
    public sealed record LookRefused(string ShopId, CallResult Result, TimeSpan RetryDelay, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>After a recovery: writes without outcome become ambiguous.</summary>
    public sealed record Recover(TimeSpan SettleTime, DateTimeOffset At) : ArticleCommand(At);

    /// <summary>The settings changed: every command brings them along, so there is nothing to say.</summary>
    public sealed record Review(DateTimeOffset At) : ArticleCommand(At);

    /// <summary>An operator retries.</summary>
    public sealed record Retry(DateTimeOffset At) : ArticleCommand(At);

    /// <summary>Changes nothing: the plan is looked at again.</summary>
    public sealed record Continue(DateTimeOffset At) : ArticleCommand(At);
}

/// <summary>Answer to <see cref="ArticleCommand.DecidePush"/>: the value to write, or null when nothing is to be written.</summary>
public sealed record PushDecided(decimal? Stock);

/// <summary>Answer to <see cref="ArticleCommand.DecideCreation"/>: the article to make, or null when none is to be made.</summary>
public sealed record CreationDecided(ShopArticleDraft? Draft);

/// <summary>Answer to <see cref="ArticleCommand.ReserveUnits"/>.</summary>
public sealed record UnitsAreReserved(string Article, string Order, decimal Units);

/// <summary>Answer to <see cref="ArticleCommand.YieldNumber"/>: the number is given, with what was known under it.</summary>
public sealed record NumberYielded(YieldedNumber Estate);

/// <summary>
/// Answer to <see cref="ArticleCommand.YieldNumber"/>: the number is another article's, <paramref name="Current"/> when the shop calls that
/// article so today, else one it had; <paramref name="ListedInShop"/> when the shop lists that article.
/// </summary>
public sealed record NumberKept(string By, bool ListedInShop, bool Current);

/// <summary>Answer of a number's entity to whatever was meant for the article: it is the article <paramref name="To"/>.</summary>
public sealed record ArticleMoved(string To);

/// <summary>Answer to <see cref="ArticleCommand.SeeListing"/>: the number was this article's before, and a new article may not have it.</summary>
public sealed record ListingRefused(NumberClaim Claim);
