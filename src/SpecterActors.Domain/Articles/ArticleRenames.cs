using System.Collections.Immutable;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>
/// One identity through all its numbers. An article keeps the entity of the number it was seen under first; the entity of each later
/// number says whose it is (<see cref="ArticleState.YieldedTo"/>), written before the article takes the number.
/// </summary>
public static class ArticleRenames
{
    /// <summary>Number under which the ERP knows the article of the entity <paramref name="key"/>.</summary>
    public static string NumberInErp(ArticleState state, string key) => state.ErpNumber ?? key;

    /// <summary>The shop gave it another number than the ERP knows it by, and only a person can rename it there; null otherwise.</summary>
    public static Parking? Obstacle(ArticleState state, string key, bool erpCanRename) =>
        !erpCanRename && WaitsForErp(state, key) is { } wanted
            ? new Parking(
                ParkingCodes.ArticleRenamed,
                $"The shop calls the article {wanted} now; the ERP still knows it as {NumberInErp(state, key)}.",
                $"Give the ERP's article {NumberInErp(state, key)} the number {wanted}; its data go on by themselves once the ERP's feed shows that. Until then orders go under {NumberInErp(state, key)}.",
                FailureClass.Conflict)
            : null;

    /// <summary>The ERP gave it another number, and a shop that calls it otherwise still is not written to; null otherwise.</summary>
    public static Parking? ShopObstacle(ArticleState state) =>
        state.RenamedInErp && state.Listings.FirstOrDefault(l => l.Value.Article.Number != state.ErpNumber && l.Value.WriteOpen?.Number is null) is { Key: { } shop, Value: { } listing }
            ? new Parking(
                ParkingCodes.RenamedInErp,
                $"The ERP gave article {listing.Article.Number} the number {state.ErpNumber}; shop {shop} still calls it {listing.Article.Number}.",
                $"Give the shop's article {listing.Article.Number} the number {state.ErpNumber}: it stays one article, and orders go under {state.ErpNumber} already. Or give the ERP's article its former number again.",
                FailureClass.Conflict)
            : null;

    /// <summary>
    /// The ERP's feed shows an article under another number than before and says which: it stays one article. Where the ERP decides the data of an
    /// article its number is written to the shop; else the shop keeps its own until a person gives it the new one.
    /// </summary>
    internal static Decision<ArticleEvent> InErpFirst(ArticleState state, ArticleCommand.RenumberInErp c)
    {
        if (NumberInErp(state, c.Key) != c.Former || c.Number == c.Former || state.Listings.IsEmpty)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        // What was known under a number that it had before has been taken over long since; what the ERP has shown under it since then is its own after all.
        var estate = c.Number != c.Key && !state.Numbers.Contains(c.Number) ? c.Estate
            : state.SetAside.GetValueOrDefault(c.Number) is { } shown ? new YieldedNumber([], true, shown.Available, shown.Version) { Sites = shown.Sites }
            : YieldedNumber.Nothing;
        return Decision<ArticleEvent>.Accept(
        [
            new ArticleEvent.RenumberedInErp(c.Former, c.Number, estate, c.At),
            .. state.Listings.Where(l => l.Value is { DuplicateUid: null, Claim: null } && l.Value.Article.Number != c.Number
                && Values.ArticleNumber.FaultOf(c.Number) is null && FacetTable.MasterOf(c.Rules.Of(l.Key), ArticleFacet.ProductData) == FacetMaster.Erp)
                .Select(l => new ArticleEvent.ShopWriteOpened(l.Key, (l.Value.WriteOpen ?? ArticlePatch.Nothing) with { Number = c.Number }, c.At)),
        ]);
    }

    internal static ArticleState RenumberedInErp(ArticleState s, ArticleEvent.RenumberedInErp e) =>
        Followed(InErp(Renumbered(s, null, e.Former, e.Number, e.Estate, e.At), e.Number, e.At) with { RenamedInErp = true, SubmitRetryAt = null, SetAside = s.SetAside.Remove(e.Number) });

    /// <summary>Every shop calls it by the ERP's number by now.</summary>
    internal static ArticleState Followed(ArticleState s) =>
        s.RenamedInErp && s.Listings.Values.All(l => l.Article.Number == s.ErpNumber) ? s with { RenamedInErp = false } : s;

    /// <summary>The number it is to get in the ERP, or null when the ERP does not have it or has it right.</summary>
    internal static string? WaitsForErp(ArticleState state, string key) =>
        state.Presence == ErpPresence.Known && !state.RenamedInErp && !state.Numbers.IsEmpty
        && ArticleDrafts.Leading(state) is var (_, listing) && Values.ArticleNumber.FaultOf(listing.Article.Number) is null
        && listing.Article.Number != NumberInErp(state, key)
            ? listing.Article.Number
            : null;

    /// <summary>Gives this number to the article <see cref="ArticleCommand.YieldNumber.To"/>, unless it is an article of its own.</summary>
    internal static Decision<ArticleEvent> Yield(ArticleState state, ArticleCommand.YieldNumber c) =>
        state.YieldedTo is not null || !MayYield(state) ? Decision<ArticleEvent>.Unchanged : Decision<ArticleEvent>.Accept(new ArticleEvent.Yielded(c.To, c.At));

    /// <summary>An ERP article that no shop lists, or a number that only orders named, is no article of its own beside the renamed one.</summary>
    internal static bool MayYield(ArticleState state) => state.Listings.IsEmpty && state.Numbers.IsEmpty;

    /// <summary>What the entity of a number knew when it gave the number away.</summary>
    public static YieldedNumber Estate(ArticleState state) => new(
        [.. state.Reservations.Select(r => new YieldedUnits(r.Key, r.Value.ShopId, r.Value.Units, r.Value.BookedAt))],
        state.Presence == ErpPresence.Known,
        state.Available,
        state.FigureVersion) { Sites = state.Sites };

    /// <summary>A row of the ERP's feeds under <paramref name="number"/>: the events it brings besides what it says, or null when it is another article's.</summary>
    internal static ImmutableArray<ArticleEvent>? Recognise(ArticleState state, string key, string? number, DateTimeOffset at) =>
        number is null || state.Numbers.IsEmpty || number == NumberInErp(state, key) ? []
        : WaitsForErp(state, key) == number || state.Presence == ErpPresence.Unknown ? [new ArticleEvent.ErpRenumbered(number, at)]
        : null;

    /// <summary>
    /// A figure under a number that the article had in the ERP before may be its newest: the ERP opened the batch before the change of number
    /// and shows the row as it was then. None of its own is one of a batch opened later, or as late as one that shows the article under its
    /// number of today: by then that number is another article's.
    /// </summary>
    internal static bool IsFormer(ArticleState state, string key, ArticleCommand.SeeFigure c) =>
        c.As is not null && !state.Numbers.IsEmpty && c.As != NumberInErp(state, key)
        && state.ErpNumberSince is { } since && !(c.OpenedAfter > since) && !(c.NotBefore > since) && !(state.ErpNumberVersion <= c.Version);

    /// <summary>The ERP knows it by this number from then on.</summary>
    internal static ArticleState InErp(ArticleState s, string number, DateTimeOffset at) =>
        s.ErpNumber == number ? s : s with { ErpNumber = number, ErpNumberSince = at, ErpNumberVersion = null };

    /// <summary>Name of what an order holds: an order may call one article by two numbers, before and after a change.</summary>
    internal static string Holding(ArticleCommand command, string order) => command.As is null || command.As == command.Key ? order : Holding(order, command.As);

    private static string Holding(string order, string number) => $"{order}|{number}";

    /// <param name="shop">The shop that gave it the number; null when the ERP did.</param>
    internal static ArticleState Renumbered(ArticleState s, string? shop, string former, string number, YieldedNumber estate, DateTimeOffset at)
    {
        var units = s.Reservations;
        foreach (var u in estate.Units)
        {
            var holding = Holding(u.Order, number);
            if (units.ContainsKey(holding) || s.Fallen.ContainsKey(holding))
            {
                continue;
            }

            units = units.Add(holding, new Reservation(u.ShopId, u.Units, u.BookedAt));
        }

        // The shop may have sold units under the new number, held by it or given up again before it was known whose it is: what it shows is not what was believed.
        var listings = s.Listings.SetItems(s.Listings
            .Where(l => l.Key == shop || estate.Units.Any(u => u.ShopId == l.Key))
            .Select(l => KeyValuePair.Create(l.Key, l.Value with { Expected = null, DoubtedAt = l.Value.DoubtedAt > at ? l.Value.DoubtedAt : at })));
        var renamed = s with { Numbers = s.Numbers.Add(former).Add(number), Reservations = units, Listings = listings };
        return estate.KnownInErp
            ? InErp(renamed, number, at) with
            {
                Presence = ErpPresence.Known, ErpNumberVersion = estate.Available is null ? null : estate.FigureVersion, Available = estate.Available ?? s.Available, Sites = estate.Available is null ? s.Sites : estate.Sites,
                FigureVersion = Math.Max(s.FigureVersion, estate.FigureVersion), FigureReadAt = estate.Available is null ? s.FigureReadAt : at,
            }
            : renamed;
    }
}

/// <summary>What the entity of a number hands to the article that takes the number.</summary>
/// <param name="Units">Units that orders hold under it.</param>
/// <param name="KnownInErp">The ERP has an article of this number.</param>
/// <param name="Available">The ERP's figure of it, or null.</param>
/// <param name="FigureVersion">Version of that figure.</param>
public sealed record YieldedNumber(ImmutableArray<YieldedUnits> Units, bool KnownInErp, decimal? Available, long FigureVersion)
{
    /// <summary>The figure for each stock site, or null.</summary>
    public ImmutableSortedDictionary<string, decimal>? Sites { get; init; }

    /// <summary>Nothing was known of the number.</summary>
    public static YieldedNumber Nothing { get; } = new([], false, null, 0);
}

/// <summary>Units that an order holds under a number that is given away.</summary>
public sealed record YieldedUnits(string Order, string ShopId, decimal Units, DateTimeOffset? BookedAt);
