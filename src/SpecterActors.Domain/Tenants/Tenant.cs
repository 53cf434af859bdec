using System.Collections.Immutable;
using System.Diagnostics;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Domain.Tenants;

/// <summary>State of a tenant.</summary>
public sealed record TenantState
{
    /// <summary>Settings in force; null before the tenant exists.</summary>
    public TenantSettings? Settings { get; init; }

    /// <summary>How often the settings were set; tells one set from the next.</summary>
    public int Revision { get; init; }

    /// <summary>Nothing is read or sent while paused; what is in flight ends.</summary>
    public bool Paused { get; init; }

    /// <summary>Why it is paused, or null.</summary>
    public string? PauseReason { get; init; }

    /// <summary>Removed for good: the id is never used again.</summary>
    public bool Removed { get; init; }

    /// <summary>Names of the children that are always there: the feeds.</summary>
    public ImmutableSortedSet<string> Children { get; init; } = [];

    /// <summary>Children that gave up and wait for a person, with the reason.</summary>
    public ImmutableSortedDictionary<string, string> BrokenChildren { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Shops whose stock is not written although the settings say so: a change of flow would write all of it, and a person looks first.</summary>
    public ImmutableSortedSet<string> StockHeld { get; init; } = [];

    /// <summary>Article data of each shop whose master was exchanged, by shop id: what differs waits for a person.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<ArticlePart>> DataHeld { get; init; } = ImmutableSortedDictionary<string, ImmutableSortedSet<ArticlePart>>.Empty;

    /// <summary>Intent: bring the articles of a shop in step; null when all have heard.</summary>
    public DataWalk? DataWalk { get; init; }

    /// <summary>The settings in force: those set, without the stock that is held.</summary>
    public TenantSettings? InForce() => Settings is null ? null : StockHold.InForce(Settings, StockHeld);

    /// <summary>Intent: tell the articles that a change of settings concerns; null when all have heard.</summary>
    public ArticleReview? ArticleReview { get; init; }

    /// <summary>Who changed what and why, newest last, bounded; the whole history is in the journal.</summary>
    public ImmutableArray<AuditEntry> Audit { get; init; } = [];

    /// <summary>Intent: judge the orders that wait by the settings of now; null when that is done.</summary>
    public OrderReview? OrderReview { get; init; }

    /// <summary>How many audit entries the state keeps.</summary>
    public const int AuditMax = 200;
}

/// <summary>The orders of a tenant are to be judged by its changed settings.</summary>
/// <param name="Revision">Settings they are judged by.</param>
/// <param name="ReadAgain">Shops whose start date was set back: orders placed since the new one are read again.</param>
/// <param name="Since">When the settings changed.</param>
public sealed record OrderReview(int Revision, ImmutableSortedSet<string> ReadAgain, DateTimeOffset Since)
{
    /// <summary>Shops whose table of statuses for the ERP changed: what they changed lately is read again.</summary>
    public ImmutableSortedSet<string> Statuses { get; init; } = [];
}

/// <summary>One operator action.</summary>
public sealed record AuditEntry(string Actor, string Action, string Reason, DateTimeOffset At);

/// <summary>What has happened to a tenant.</summary>
public abstract record TenantEvent(DateTimeOffset At)
{
    /// <summary>Settings are in force from now on (first time or changed).</summary>
    [EventName("tenant.configured", 1)]
    public sealed record Configured(TenantSettings Settings, string Actor, string Reason, DateTimeOffset At) : TenantEvent(At);

    /// <summary>
    /// Opens: judge the orders that wait by the settings just taken; orders of the shops in <paramref name="ReadAgain"/> are read again from
    /// their new start date.
    /// </summary>
    [EventName("tenant.orders-review-opened", 1)]
    public sealed record OrdersReviewOpened(ImmutableSortedSet<string> ReadAgain, DateTimeOffset At) : TenantEvent(At)
    {
        /// <summary>Shops whose table of statuses for the ERP changed.</summary>
        public ImmutableSortedSet<string> Statuses { get; init; } = [];
    }

    /// <summary>Every order that waited was judged by the settings of this revision.</summary>
    [EventName("tenant.orders-reviewed", 1)]
    public sealed record OrdersReviewed(int Revision, DateTimeOffset At) : TenantEvent(At);

    /// <summary>A child that is always there.</summary>
    [EventName("tenant.child-added", 1)]
    public sealed record ChildAdded(string Name, DateTimeOffset At) : TenantEvent(At);

    /// <summary>A child that is no longer needed.</summary>
    [EventName("tenant.child-removed", 1)]
    public sealed record ChildRemoved(string Name, DateTimeOffset At) : TenantEvent(At);

    /// <summary>A child gave up.</summary>
    [EventName("tenant.child-broken", 1)]
    public sealed record ChildBroken(string Name, string Reason, DateTimeOffset At) : TenantEvent(At);

    /// <summary>A broken child works again.</summary>
    [EventName("tenant.child-mended", 1)]
    public sealed record ChildMended(string Name, DateTimeOffset At) : TenantEvent(At);

    /// <summary>Paused.</summary>
    [EventName("tenant.paused", 1)]
    public sealed record Paused(string Actor, string Reason, DateTimeOffset At) : TenantEvent(At);

    /// <summary>Resumed.</summary>
    [EventName("tenant.resumed", 1)]
    public sealed record Resumed(string Actor, string Reason, DateTimeOffset At) : TenantEvent(At);

    /// <summary>Removed for good.</summary>
    [EventName("tenant.removed", 1)]
    public sealed record Removed(string Actor, string Reason, DateTimeOffset At) : TenantEvent(At);

    /// <summary>A change of flow gave the stock of this shop to the ERP: nothing of it is written before a person lets it go.</summary>
    [EventName("tenant.shop-stock-held", 1)]
    public sealed record ShopStockHeld(string ShopId, DateTimeOffset At) : TenantEvent(At);

    /// <summary>The stock of this shop is held no longer.</summary>
    [EventName("tenant.shop-stock-released", 1)]
    public sealed record ShopStockReleased(string ShopId, string Actor, string Reason, DateTimeOffset At) : TenantEvent(At);

    /// <summary>A change of settings gave these parts of the shop's articles another master: what differs waits for a person.</summary>
    [EventName("tenant.shop-data-held", 1)]
    public sealed record ShopDataHeld(string ShopId, ImmutableSortedSet<ArticlePart> Parts, DateTimeOffset At) : TenantEvent(At);

    /// <summary>These parts are held no longer: let go (<paramref name="Push"/>), or left as they are.</summary>
    [EventName("tenant.shop-data-released", 1)]
    public sealed record ShopDataReleased(string ShopId, ImmutableSortedSet<ArticlePart> Parts, bool Push, string Actor, string Reason, DateTimeOffset At) : TenantEvent(At);

    /// <summary>Opens the intent to bring these parts of the shop's articles in step.</summary>
    [EventName("tenant.data-walk-opened", 1)]
    public sealed record DataWalkOpened(string ShopId, ImmutableSortedSet<ArticlePart> Parts, DateTimeOffset At) : TenantEvent(At);

    /// <summary>The articles up to <paramref name="After"/> were told, but for <paramref name="Behind"/>, which is all that are to be told again.</summary>
    [EventName("tenant.data-walk-advanced", 1)]
    public sealed record DataWalkAdvanced(string After, int Told, ImmutableSortedSet<string> Behind, DateTimeOffset At) : TenantEvent(At);

    /// <summary>All articles concerned were told, or their masters were exchanged once more.</summary>
    [EventName("tenant.data-walk-ended", 1)]
    public sealed record DataWalkEnded(DateTimeOffset At) : TenantEvent(At);

    /// <summary>Opens the intent to tell articles of the settings in force: those listed in <paramref name="Shops"/>, and with <paramref name="Renamed"/> those that were renamed.</summary>
    [EventName("tenant.article-review-opened", 1)]
    public sealed record ArticleReviewOpened(ImmutableSortedSet<string> Shops, bool Renamed, DateTimeOffset At) : TenantEvent(At)
    {
        /// <summary>Those that are to be made in these shops, too.</summary>
        public ImmutableSortedSet<string>? Making { get; init; }
    }


    /// <summary>The articles up to <paramref name="After"/> were told, but for <paramref name="Behind"/>, which is all that are to be told again.</summary>
    [EventName("tenant.article-review-advanced", 1)]
    public sealed record ArticleReviewAdvanced(string After, int Told, ImmutableSortedSet<string> Behind, DateTimeOffset At) : TenantEvent(At);

    /// <summary>All articles concerned have heard.</summary>
    [EventName("tenant.article-review-ended", 1)]
    public sealed record ArticleReviewEnded(DateTimeOffset At) : TenantEvent(At);

    /// <summary>An operator did something to an entity of the tenant.</summary>
    [EventName("tenant.operator-acted", 1)]
    public sealed record OperatorActed(string Actor, string Action, string Reason, DateTimeOffset At) : TenantEvent(At);
}

/// <summary>What a tenant can be told.</summary>
public abstract record TenantCommand
{
    /// <summary>Creates it or changes its settings.</summary>
    public sealed record Configure(TenantSettings Settings, string Actor, string Reason, DateTimeOffset At) : TenantCommand
    {
        /// <summary>Facets that this ERP account can be sent; null: all.</summary>
        public ImmutableSortedSet<ArticleFacet>? ErpTakes { get; init; }

        /// <summary>Facets that can be written to a shop, by shop id; of one that is not here: all.</summary>
        public ImmutableSortedDictionary<string, ImmutableSortedSet<ArticleFacet>> ShopsTake { get; init; } = ImmutableSortedDictionary<string, ImmutableSortedSet<ArticleFacet>>.Empty;
    }

    /// <summary>Pauses it.</summary>
    public sealed record Pause(string Actor, string Reason, DateTimeOffset At) : TenantCommand;

    /// <summary>Resumes it.</summary>
    public sealed record Resume(string Actor, string Reason, DateTimeOffset At) : TenantCommand;

    /// <summary>Removes it for good.</summary>
    public sealed record Remove(string Actor, string Reason, DateTimeOffset At) : TenantCommand;

    /// <summary>A child gave up.</summary>
    public sealed record BreakChild(string Name, string Reason, DateTimeOffset At) : TenantCommand;

    /// <summary>A child works again.</summary>
    public sealed record MendChild(string Name, DateTimeOffset At) : TenantCommand;

    /// <summary>The orders that waited are judged.</summary>
    public sealed record ConfirmOrdersReviewed(int Revision, DateTimeOffset At) : TenantCommand;

    /// <summary>Lets the stock of a shop go that a change of flow would write.</summary>
    public sealed record ReleaseStock(string ShopId, string Actor, string Reason, DateTimeOffset At) : TenantCommand;

    /// <summary>Lets these parts of the shop's articles go to the side that does not decide them, or leaves them as they are.</summary>
    public sealed record ReleaseData(string ShopId, ImmutableSortedSet<ArticlePart> Parts, bool Push, string Actor, string Reason, DateTimeOffset At) : TenantCommand;

    /// <summary>Outcome of a step of the walk opened at <paramref name="OpenedAt"/>; as <see cref="AdvanceReview"/>.</summary>
    public sealed record AdvanceDataWalk(DateTimeOffset OpenedAt, string After, int Told, ImmutableSortedSet<string> Behind, bool Last, DateTimeOffset At) : TenantCommand;

    /// <summary>
    /// Outcome of a step of the review opened by <paramref name="Revision"/>: how far it came, whom it told and who did not answer;
    /// <paramref name="Last"/> when no article comes after.
    /// </summary>
    public sealed record AdvanceReview(int Revision, string After, int Told, ImmutableSortedSet<string> Behind, bool Last, DateTimeOffset At) : TenantCommand;

    /// <summary>Changes nothing: an effect ended without success and the plan is looked at again.</summary>
    public sealed record Continue : TenantCommand;

    /// <summary>Writes an operator's action into the audit.</summary>
    public sealed record Audit(string Actor, string Action, string Reason, DateTimeOffset At) : TenantCommand;
}

/// <summary>Decides and evolves a tenant.</summary>
public static class TenantDecider
{
    /// <summary>State before the first event.</summary>
    public static TenantState Initial { get; } = new();

    /// <summary>Names of the feeds a tenant with these settings has.</summary>
    public static ImmutableSortedSet<string> FeedsOf(TenantSettings settings) =>
        ["feed/erp-stock", "feed/erp-orders", "feed/erp-articles", .. settings.Shops.SelectMany(s => new[] { $"feed/shop-{s.Id}-orders", $"feed/shop-{s.Id}-articles" }),
            .. settings.Shops.Where(s => s.CarryCustomerChanges).Select(s => $"feed/shop-{s.Id}-customers")];

    /// <summary>Decides one command.</summary>
    public static Decision<TenantEvent> Decide(TenantState state, TenantCommand command) => (state, command) switch
    {
        (_, TenantCommand.Continue) => Decision<TenantEvent>.Unchanged,
        ({ Removed: true }, TenantCommand.ConfirmOrdersReviewed) => Decision<TenantEvent>.Unchanged,
        (_, TenantCommand.ConfirmOrdersReviewed c) => state.OrderReview?.Revision == c.Revision
            ? Decision<TenantEvent>.Accept(new TenantEvent.OrdersReviewed(c.Revision, c.At))
            : Decision<TenantEvent>.Unchanged,
        ({ Removed: true }, not TenantCommand.Remove) => Decision<TenantEvent>.Refuse("tenant-removed", "The tenant was removed.", "Ids are never reused: take another id."),
        (_, TenantCommand.Configure c) => Configure(state, c),
        ({ Settings: null }, _) => Decision<TenantEvent>.Refuse("tenant-unknown", "There is no such tenant.", "Look at the list of tenants."),
        ({ Paused: false }, TenantCommand.Pause c) => Decision<TenantEvent>.Accept(new TenantEvent.Paused(c.Actor, c.Reason, c.At)),
        ({ Paused: true }, TenantCommand.Resume c) => Decision<TenantEvent>.Accept(new TenantEvent.Resumed(c.Actor, c.Reason, c.At)),
        (_, TenantCommand.Pause or TenantCommand.Resume) => Decision<TenantEvent>.Unchanged,
        ({ Removed: false }, TenantCommand.Remove c) => state.Paused
            ? Decision<TenantEvent>.Accept(new TenantEvent.Removed(c.Actor, c.Reason, c.At))
            : Decision<TenantEvent>.Refuse("not-paused", "A tenant that works cannot be removed.", "Pause it first."),
        (_, TenantCommand.Remove) => Decision<TenantEvent>.Unchanged,
        (_, TenantCommand.BreakChild c) => state.BrokenChildren.ContainsKey(c.Name)
            ? Decision<TenantEvent>.Unchanged
            : Decision<TenantEvent>.Accept(new TenantEvent.ChildBroken(c.Name, c.Reason, c.At)),
        (_, TenantCommand.MendChild c) => state.BrokenChildren.ContainsKey(c.Name)
            ? Decision<TenantEvent>.Accept(new TenantEvent.ChildMended(c.Name, c.At))
            : Decision<TenantEvent>.Unchanged,
        (_, TenantCommand.ReleaseStock c) => StockHold.Release(state, c),
        (_, TenantCommand.ReleaseData c) => DataHold.Release(state, c),
        (_, TenantCommand.AdvanceDataWalk c) => DataHold.Advance(state, c),
        (_, TenantCommand.AdvanceReview c) => ArticleReview.Advance(state, c),
        (_, TenantCommand.Audit c) => Decision<TenantEvent>.Accept(new TenantEvent.OperatorActed(c.Actor, c.Action, c.Reason, c.At)),
        _ => throw new UnreachableException($"tenant command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static TenantState Apply(TenantState s, TenantEvent @event) => @event switch
    {
        TenantEvent.Configured e => Audited(s, e.Actor, "configure", e.Reason, e.At) with { Settings = e.Settings, Revision = s.Revision + 1 },
        TenantEvent.OrdersReviewOpened e => s with { OrderReview = new OrderReview(s.Revision, e.ReadAgain, e.At) { Statuses = e.Statuses } },
        TenantEvent.OrdersReviewed => s with { OrderReview = null },
        TenantEvent.ChildAdded e => s with { Children = s.Children.Add(e.Name) },
        TenantEvent.ChildRemoved e => s with { Children = s.Children.Remove(e.Name), BrokenChildren = s.BrokenChildren.Remove(e.Name) },
        TenantEvent.ChildBroken e => s with { BrokenChildren = s.BrokenChildren.SetItem(e.Name, e.Reason) },
        TenantEvent.ChildMended e => s with { BrokenChildren = s.BrokenChildren.Remove(e.Name) },
        TenantEvent.Paused e => Audited(s, e.Actor, "pause", e.Reason, e.At) with { Paused = true, PauseReason = e.Reason },
        TenantEvent.Resumed e => Audited(s, e.Actor, "resume", e.Reason, e.At) with { Paused = false, PauseReason = null },
        TenantEvent.Removed e => Audited(s, e.Actor, "remove", e.Reason, e.At) with { Removed = true, ArticleReview = null, DataWalk = null },
        TenantEvent.ShopStockHeld e => s with { StockHeld = s.StockHeld.Add(e.ShopId) },
        // The settings in force are others from now on, as if they had been set anew.
        TenantEvent.ShopStockReleased e => Audited(s, e.Actor, $"let the stock of {e.ShopId} go", e.Reason, e.At) with { StockHeld = s.StockHeld.Remove(e.ShopId), Revision = s.Revision + 1 },
        TenantEvent.ShopDataHeld e => s with { DataHeld = s.DataHeld.SetItem(e.ShopId, e.Parts) },
        TenantEvent.ShopDataReleased e => DataHold.Released(
            Audited(s, e.Actor, $"{(e.Push ? "bring" : "leave")} {string.Join(", ", e.Parts)} of the articles of {e.ShopId} {(e.Push ? "in step" : "as they are")}", e.Reason, e.At), e),
        TenantEvent.DataWalkOpened e => s with { DataWalk = new DataWalk(e.ShopId, e.Parts, e.At) },
        TenantEvent.DataWalkAdvanced e => s with { DataWalk = s.DataWalk! with { After = e.After, Told = s.DataWalk.Told + e.Told, Behind = e.Behind } },
        TenantEvent.DataWalkEnded => s with { DataWalk = null },
        TenantEvent.ArticleReviewOpened e => s with { ArticleReview = ArticleReview.Opened(s, e) },
        TenantEvent.ArticleReviewAdvanced e => s with { ArticleReview = s.ArticleReview! with { After = e.After, Told = s.ArticleReview.Told + e.Told, Behind = e.Behind } },
        TenantEvent.ArticleReviewEnded => s with { ArticleReview = null },
        TenantEvent.OperatorActed e => Audited(s, e.Actor, e.Action, e.Reason, e.At),
        _ => throw new UnreachableException($"tenant event {@event.GetType().Name} has no arm"),
    };

    private static Decision<TenantEvent> Configure(TenantState state, TenantCommand.Configure c)
    {
        var wanted = FeedsOf(c.Settings);
        var holds = StockHold.Changed(state, c).ToList();
        return Decision<TenantEvent>.Accept(
            [
                new TenantEvent.Configured(c.Settings, c.Actor, c.Reason, c.At),
                .. wanted.Except(state.Children).Select(name => new TenantEvent.ChildAdded(name, c.At)),
                .. state.Children.Except(wanted).Select(name => new TenantEvent.ChildRemoved(name, c.At)),
                .. state.Settings is { } before ? [new TenantEvent.OrdersReviewOpened(ReadAgain(state, before, c.Settings), c.At) { Statuses = OtherStatuses(state, before, c.Settings) }] : Array.Empty<TenantEvent>(),
                .. holds,
                .. DataHold.Changed(state, c),
                .. ArticleReview.Wanted(state, StockHold.InForce(c.Settings, holds.Aggregate(state, Apply).StockHeld), c.At),
            ]);
    }

    /// <summary>Shops whose orders placed before what was the start date may go now, also by a change that is not through yet.</summary>
    private static ImmutableSortedSet<string> ReadAgain(TenantState state, TenantSettings before, TenantSettings after) =>
    [
        .. state.OrderReview?.ReadAgain ?? [],
        .. after.Shops.Where(s => before.Shops.FirstOrDefault(b => b.Id == s.Id) is { ExportFrom: { } was } && !(s.ExportFrom >= was)).Select(s => s.Id),
    ];

    /// <summary>Shops whose table of statuses for the ERP changed, also by a change that is not through yet.</summary>
    private static ImmutableSortedSet<string> OtherStatuses(TenantState state, TenantSettings before, TenantSettings after) =>
    [
        .. state.OrderReview?.Statuses ?? [],
        .. after.Shops.Where(s => before.Shops.FirstOrDefault(b => b.Id == s.Id) is { } was && !s.OrderLife.StatusToErp.SequenceEqual(was.OrderLife.StatusToErp)).Select(s => s.Id),
    ];

    private static TenantState Audited(TenantState s, string actor, string action, string reason, DateTimeOffset at) => s with
    {
        Audit = [.. s.Audit.Skip(s.Audit.Length >= TenantState.AuditMax ? 1 : 0), new AuditEntry(actor, action, reason, at)],
    };
}
