using System.Collections.Immutable;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>State of one article number of a tenant: what the ERP says it has, who holds units, what each shop shows.</summary>
public sealed record ArticleState
{
    /// <summary>Available quantity the ERP reported last, or null when it never did.</summary>
    public decimal? Available { get; init; }

    /// <summary>The same for each stock site of the ERP; null where it does not tell them apart.</summary>
    public ImmutableSortedDictionary<string, decimal>? Sites { get; init; }

    /// <summary>Version of that figure: an older one never overwrites a newer.</summary>
    public long FigureVersion { get; init; }

    /// <summary>When the figure was read.</summary>
    public DateTimeOffset FigureReadAt { get; init; }

    /// <summary>Units held by orders that the figure does not contain yet, by external order number.</summary>
    public ImmutableSortedDictionary<string, Reservation> Reservations { get; init; } = ImmutableSortedDictionary<string, Reservation>.Empty;

    /// <summary>Orders whose reservation fell lately: a repeated reserve message of theirs is answered and changes nothing.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Fallen { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What each shop shows, by shop id.</summary>
    public ImmutableSortedDictionary<string, ShopListing> Listings { get; init; } = ImmutableSortedDictionary<string, ShopListing>.Empty;

    /// <summary>Intents to make it in a shop, by shop id.</summary>
    public ImmutableSortedDictionary<string, ShopCreation> Creations { get; init; } = ImmutableSortedDictionary<string, ShopCreation>.Empty;

    /// <summary>Shops that listed it once and list it no longer.</summary>
    public ImmutableSortedSet<string> Gone { get; init; } = [];

    /// <summary>Whether the ERP knows the article.</summary>
    public ErpPresence Presence { get; init; }

    /// <summary>Number under which the ERP knows it, or null when it is not known to have it.</summary>
    public string? ErpNumber { get; init; }

    /// <summary>When it was known that the ERP gave it that number, or null: never given another one.</summary>
    public DateTimeOffset? ErpNumberSince { get; init; }

    /// <summary>Version of the first figure that the ERP showed under that number since then, or null.</summary>
    public long? ErpNumberVersion { get; init; }

    /// <summary>The ERP gave it its number, and not every shop that lists it calls it so yet.</summary>
    public bool RenamedInErp { get; init; }

    /// <summary>Figures that the ERP showed last under numbers that the article had there before, by number.</summary>
    public ImmutableSortedDictionary<string, SetAsideFigure> SetAside { get; init; } = ImmutableSortedDictionary<string, SetAsideFigure>.Empty;

    /// <summary>Numbers it has or had besides the one it was seen under first; empty for an article that was never renamed.</summary>
    public ImmutableSortedSet<string> Numbers { get; init; } = [];

    /// <summary>This number belongs to the article of that key: whatever comes here is to go there. Null: it is an article of its own.</summary>
    public string? YieldedTo { get; init; }

    /// <summary>As the ERP showed it last or took it from us, or null when neither happened yet.</summary>
    public ErpArticle? ErpSeen { get; init; }

    /// <summary>
    /// What the ERP showed when the shop's values were written over it last, for as long as it shows nothing else: a text that the ERP spells in its own
    /// way is not written again and again. Null otherwise.
    /// </summary>
    public ErpArticle? RestoredOver { get; init; }

    /// <summary>Intent: submit it to the ERP, create and update alike; null when closed.</summary>
    public SubmitIntent? Submit { get; init; }

    /// <summary>How many submissions were opened; numbers them.</summary>
    public long Submissions { get; init; }

    /// <summary>Version of the newest submission that the ERP took.</summary>
    public long SubmittedVersion { get; init; }

    /// <summary>Earliest time of the next try of the submission, or null.</summary>
    public DateTimeOffset? SubmitRetryAt { get; init; }

    /// <summary>A submission with unknown outcome may still be executed until then: nothing newer is sent before. Null: none.</summary>
    public DateTimeOffset? SubmitUnsettledUntil { get; init; }

    /// <summary>Refusals of the submission in a row.</summary>
    public int SubmitRefusals { get; init; }

    /// <summary>Exports asked for by runs, by run id, until the run has acknowledged their outcome.</summary>
    public ImmutableSortedDictionary<string, ExportTicket> Exports { get; init; } = ImmutableSortedDictionary<string, ExportTicket>.Empty;

    /// <summary>Run whose outcome was acknowledged last: its message coming late once more opens nothing.</summary>
    public string? LastExportRun { get; init; }

    /// <summary>Why it cannot be made known in the ERP, or null.</summary>
    public Parking? Parking { get; init; }

    /// <summary>
    /// An export of ours made it in the ERP without stock, and the ERP has shown no unit of it since: nothing is written to the shops before it does,
    /// or a person says that the zero is right (retry).
    /// </summary>
    public bool StockUncounted { get; init; }

    /// <summary>Settings that concern it, as it heard of them last.</summary>
    public ArticleTerms Terms { get; init; } = ArticleTerms.Default;

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Units held.</summary>
    public decimal Held => Reservations.Values.Sum(r => r.Units);

    /// <summary>
    /// What a shop may show: the ERP's figure of the shop's stock sites less units held and the shop's buffer, whole units, never negative; null when
    /// the ERP gave no such figure. Units count against every site, whichever they are taken from.
    /// </summary>
    public decimal? Publishable(string shopId) =>
        Figure(Terms.Of(shopId).Sites) is { } figure ? Math.Max(0m, Math.Floor(figure - Held - Terms.Of(shopId).Buffer)) : null;

    /// <summary>The ERP's figure of these sites; null when it tells of none of them: a sum of others would be wrong.</summary>
    private decimal? Figure(string? chosen)
    {
        if (chosen is null)
        {
            return Available;
        }

        var figures = chosen.Split(',').Where(site => Sites?.ContainsKey(site) == true).Select(site => Sites![site]).ToList();
        return figures.Count == 0 ? null : figures.Sum();
    }
}

/// <summary>The submission that is open.</summary>
/// <param name="Draft">What goes to the ERP.</param>
/// <param name="Update">An article that the ERP has is overwritten; else it is created only if it is not there.</param>
/// <param name="Priority">What waits for it.</param>
/// <param name="Version">Number of the submission; an outcome of an older one does not close this.</param>
public sealed record SubmitIntent(ErpArticleDraft Draft, bool Update, SubmitPriority Priority, long Version);

/// <summary>What waits for a submission.</summary>
public enum SubmitPriority
{
    /// <summary>The catalogue alone.</summary>
    Catalogue,

    /// <summary>An order.</summary>
    Order,
}

/// <summary>An export that a run asked for.</summary>
/// <param name="ReplyTo">Persistence id of the run's entity.</param>
/// <param name="Version">The submission that answers it, or any later one.</param>
/// <param name="Outcome">One of <see cref="Domain.Exports.ExportOutcomes"/>, or null while it is under way.</param>
/// <param name="Code">Refused: the parking code.</param>
/// <param name="Text">Refused: cause for people.</param>
public sealed record ExportTicket(string ReplyTo, long Version, string? Outcome = null, string? Code = null, string? Text = null);

/// <summary>Units that one order holds.</summary>
/// <param name="ShopId">Shop of the order: its own stock is already lower by them.</param>
/// <param name="Units">How many.</param>
/// <param name="BookedAt">When the ERP's answer was stored: from then on a newer figure contains them; null before.</param>
public sealed record Reservation(string ShopId, decimal Units, DateTimeOffset? BookedAt);

/// <summary>A figure of the ERP that is not known to be the article's.</summary>
/// <param name="Available">Available quantity.</param>
/// <param name="Version">Version of the figure.</param>
/// <param name="Sites">The same for each stock site, or null.</param>
public sealed record SetAsideFigure(decimal Available, long Version, ImmutableSortedDictionary<string, decimal>? Sites);

/// <summary>The article in one shop.</summary>
/// <param name="Ref">How the shop addresses it.</param>
/// <param name="Article">As last read from the shop.</param>
/// <param name="UnderStockControl">Stock is synchronised.</param>
/// <param name="Expected">Stock we believe the shop shows, or null when it must be looked at.</param>
/// <param name="PushOpen">Value of a write that was started and has no outcome yet, or null.</param>
/// <param name="UnsettledUntil">A write with unknown outcome may still be executed until then; null when none.</param>
/// <param name="Refusal">What the shop said to the last refused write, or null.</param>
public sealed record ShopListing(
    ShopArticleRef Ref,
    ShopArticle Article,
    bool UnderStockControl,
    decimal? Expected,
    decimal? PushOpen,
    DateTimeOffset? UnsettledUntil,
    Parking? Refusal)
{
    /// <summary>Other articles of this shop that claim the same number: nothing is written to any of them meanwhile.</summary>
    public ImmutableArray<ShopArticle> Others { get; init; } = [];

    /// <summary>Uid of another article that claims the number, or null.</summary>
    public string? DuplicateUid => Others.IsEmpty ? null : Others[0].Ref.Uid;

    /// <summary>A number that the shop gave it and that it cannot have, or null: nothing is written for it meanwhile.</summary>
    public NumberClaim? Claim { get; init; }

    /// <summary>
    /// It was not under stock control when it was listed first: stock is not synchronised before an export of it has ended with stock control
    /// switched on (mission A26).
    /// </summary>
    public bool StockNotJoined { get; init; }

    /// <summary>Intent: write this of the ERP's data to the shop's article; null when closed.</summary>
    public ArticlePatch? WriteOpen { get; init; }

    /// <summary>What the shop showed when the ERP's values were written over it last, for as long as it shows nothing else; null otherwise.</summary>
    public ShopArticle? RestoredOver { get; init; }

    /// <summary>Number of that write; an outcome of an older one does not close it.</summary>
    public long WriteVersion { get; init; }

    /// <summary>Nothing is written before, or null.</summary>
    public DateTimeOffset? WriteAfter { get; init; }

    /// <summary>Why the shop did not take the data, or why a person must let them go; null otherwise.</summary>
    public Parking? WriteRefusal { get; init; }

    /// <summary>The write waits for a person.</summary>
    public bool Braked { get; init; }

    /// <summary>A person let a braked write go: it is not braked again.</summary>
    public bool LetGo { get; init; }

    /// <summary>When the shop's stock was doubted last, or null: a look or write begun before does not settle that doubt.</summary>
    public DateTimeOffset? DoubtedAt { get; init; }

    /// <summary>It was made in the shop from here.</summary>
    public bool MadeHere { get; init; }

    /// <summary>When the write of <see cref="PushOpen"/> was decided; null when none is open.</summary>
    public DateTimeOffset? PushStartedAt { get; init; }

    /// <summary>When the shop was first seen to list it under the number of now; null when that was before this was kept.</summary>
    public DateTimeOffset? NumberSince { get; init; }
}

/// <summary>A number that an article cannot have.</summary>
/// <param name="Number">The number.</param>
/// <param name="Code">Parking code: it is another article's, or was.</param>
/// <param name="By">Key of the article that has or had it.</param>
public sealed record NumberClaim(string Number, string Code, string By);

/// <summary>Whether the ERP knows an article.</summary>
public enum ErpPresence
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The ERP showed it in a feed, or accepted it.</summary>
    Known,
}
