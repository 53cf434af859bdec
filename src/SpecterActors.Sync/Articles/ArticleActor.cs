using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Domain.Values;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Articles;

/// <summary>One article number of a tenant: reservations, the ERP's figure, stock writes to each shop, existence in the ERP. Updates of one number are serialised here.</summary>
public sealed class ArticleActor(EngineServices services, string persistenceId)
    : SyncActor<ArticleState, ArticleCommand, ArticleEvent>(services, persistenceId)
{
    /// <summary>How long a write waits before it looks whether its tenant is still paused.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override string StateManifest => "article-state:7";

    /// <inheritdoc/>
    public override ArticleState Initial => ArticleEvolve.Initial;

    /// <inheritdoc/>
    public override ArticleState Evolve(ArticleState state, ArticleEvent @event) => ArticleEvolve.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<ArticleEvent> DecideDomain(ArticleState state, ArticleCommand command) =>
        ArticleDecider.Decide(state, command with { Rules = Rules, Key = Key });

    /// <inheritdoc/>
    protected override object? Reply(ArticleState before, ArticleState after, ArticleCommand command)
    {
        var number = command.As ?? Key;
        return (after.YieldedTo, command) switch
        {
            ({ } to, ArticleCommand.YieldNumber c) => to == c.To ? new NumberYielded(ArticleRenames.Estate(before)) : new NumberKept(to, false, false),
            (null, ArticleCommand.YieldNumber c) => new NumberKept(Key, after.Listings.ContainsKey(c.ShopId), after.Listings.Values.Any(l => l.Article.Number == Key)),
            ({ } to, not ArticleCommand.Continue) => Moved(to, command, number),
            (_, ArticleCommand.ReserveUnits c) => new OrderCommand.ConfirmReservation(number, c.Units, c.At) { Order = c.Order },
            (_, ArticleCommand.BookOrder c) => new OrderCommand.ConfirmBooking(number, c.At) { Order = c.Order },
            (_, ArticleCommand.ReleaseUnits c) => new OrderCommand.ConfirmBooking(number, c.At) { Order = c.Order },
            (_, ArticleCommand.DoubtShopStock c) => new OrderCommand.ConfirmRecheck(number, c.At),
            (_, ArticleCommand.EnsureKnown c) => Known(after, number, c.At),
            (_, ArticleCommand.SeeListing { Refused: null } c) when ArticleListings.RefusedClaim(after, c with { Key = Key }) is { } claim => new ListingRefused(claim),
            // The value is told only when this decision started the write: a repetition must not write twice.
            (_, ArticleCommand.DecidePush c) => new PushDecided(before.Listings.GetValueOrDefault(c.ShopId)?.PushOpen is null ? after.Listings.GetValueOrDefault(c.ShopId)?.PushOpen : null),
            (_, ArticleCommand.DecideCreation c) => new CreationDecided(
                before.Creations.GetValueOrDefault(c.ShopId)?.Step == CreationStep.Wanted && after.Creations.GetValueOrDefault(c.ShopId) is { Step: CreationStep.Started, Draft: var draft } ? draft : null),
            _ => Accepted.Instance,
        };
    }

    private ArticleRules Rules => Runtime?.ArticleRules ?? ArticleRules.None;

    private object? Known(ArticleState state, string number, DateTimeOffset at) =>
        ArticleDecider.BlockerOf(state, number) is { } blocker ? new OrderCommand.BlockArticle(number, blocker, at)
        : state.Presence != ErpPresence.Known ? null
        : new OrderCommand.ConfirmArticle(number, at, ArticleRenames.NumberInErp(state, Key) is var inErp && inErp != number ? inErp : null);

    /// <summary>Orders follow the article and remember it; all others are at an edge that asks again there.</summary>
    private static object Moved(string to, ArticleCommand command, string number) => command switch
    {
        ArticleCommand.ReserveUnits c => new OrderCommand.FollowArticle(number, to, c.At),
        ArticleCommand.BookOrder c => new OrderCommand.FollowArticle(number, to, c.At),
        ArticleCommand.ReleaseUnits c => new OrderCommand.FollowArticle(number, to, c.At),
        ArticleCommand.DoubtShopStock c => new OrderCommand.FollowArticle(number, to, c.At),
        ArticleCommand.EnsureKnown c => new OrderCommand.FollowArticle(number, to, c.At),
        _ => new ArticleMoved(to),
    };

    /// <inheritdoc/>
    public override object? OnRecovered(ArticleState state, DateTimeOffset now) =>
        state.Listings.Values.Any(l => l.PushOpen is not null || l.WriteOpen is not null) || state.Submit is { Update: true } || state.Creations.Values.Any(c => c.Step == CreationStep.Started) ? new ArticleCommand.Recover(Pace.Settle, now) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(ArticleState state)
    {
        if (state.YieldedTo is not null)
        {
            return [];
        }

        var due = new List<DateTimeOffset>();
        if (ArticleSubmissions.Due(state, Key) is not null)
        {
            due.Add(SubmitAt(state) ?? state.ChangedAt);
        }

        if (state.Exports.Values.Any(e => e.Outcome is not null))
        {
            due.Add(state.ChangedAt);
        }

        due.AddRange(Writes(state).Select(l => l.Value.WriteAfter ?? state.ChangedAt));
        due.AddRange(Creations(state).Select(c => c.Value.After ?? state.ChangedAt));
        due.AddRange(DueShops(state).Select(shop => state.Listings[shop].UnsettledUntil ?? state.ChangedAt));
        if (FirstBooked(state) is { } booked)
        {
            due.Add(booked);
        }

        return due.Count == 0 ? [] : [new AgendaEntry("intent", due.Min())];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LookupEntry> Lookups(ArticleState state) => state.YieldedTo is not null ? [] :
    [
        .. state.Listings.Select(l => new LookupEntry(UidKind(l.Key), l.Value.Ref.Uid)),
        .. state.Listings.SelectMany(l => l.Value.Others.Select(o => new LookupEntry(ClaimKind(l.Key), o.Ref.Uid))),
        .. state.Listings.Where(l => l.Value.DuplicateUid is not null).Select(l => new LookupEntry(SharedKind(l.Key), l.Value.Ref.Uid)),
        .. state.Listings.Where(l => l.Value is { DuplicateUid: null, Claim: null } && ArticleNumber.FaultOf(l.Value.Article.Number) is null)
            .Select(l => new LookupEntry(SoundKind(l.Key), l.Value.Ref.Uid)),
        .. state.Numbers.Where(n => n != Key).Select(n => new LookupEntry(NumberKind, n)),
        .. state.ErpNumber is { } inErp ? state.Numbers.Add(Key).Where(n => n != inErp).Select(n => new LookupEntry(RenamedInErpKind, n)) : [],
        .. state.Creations.Keys.Select(shop => new LookupEntry(CreationKind(shop), "open")),
        .. SetTable.Text(state.ErpSeen?.Parts) is { } parts
            ? [new LookupEntry(SetPartsKind, parts), .. state.Numbers.Add(Key).Add(ArticleRenames.NumberInErp(state, Key)).Select(n => new LookupEntry(SetKind, n))]
            : Array.Empty<LookupEntry>(),
        .. Obstacles(state),
        .. ArticleObstacles.Notes(state).Select(n => new LookupEntry(NoteKind, n)),
    ];

    /// <summary>Kind of the lookup rows that name the articles of a shop by uid: the directory, written with the article itself.</summary>
    internal static string UidKind(string shopId) => $"uid/{shopId}";

    /// <summary>Kind of the lookup rows of articles that claim a number of another, by uid.</summary>
    internal static string ClaimKind(string shopId) => $"claim/{shopId}";

    /// <summary>Kind of the lookup rows of articles whose number others claim, by uid.</summary>
    internal static string SharedKind(string shopId) => $"shared/{shopId}";

    /// <summary>Kind of the lookup rows of articles whose number in the shop may go, by uid.</summary>
    internal static string SoundKind(string shopId) => $"sound/{shopId}";

    /// <summary>Kind of the lookup rows of the numbers of a SET of the ERP.</summary>
    internal const string SetKind = "set";

    /// <summary>Kind of the lookup row with what a SET of the ERP holds, as <see cref="SetTable"/> reads it.</summary>
    internal const string SetPartsKind = "set-parts";

    /// <summary>Kind of the lookup rows of articles that are to be made in a shop, or may not be.</summary>
    internal static string CreationKind(string shopId) => $"creation/{shopId}";

    /// <summary>Kind of the lookup rows of numbers by which the ERP knows the article no more.</summary>
    internal const string RenamedInErpKind = "renamed-in-erp";

    /// <summary>Kind of the lookup rows of what is worth knowing; <see cref="ArticleObstacles.AllNotes"/>.</summary>
    internal const string NoteKind = "note";

    /// <summary>Kind of the lookup rows of later numbers.</summary>
    internal const string NumberKind = "number";

    private IEnumerable<LookupEntry> Obstacles(ArticleState state) =>
        ArticleObstacles.Of(state, Key) is { IsEmpty: false } obstacles
            ? [new LookupEntry("parked", "yes"), .. obstacles.Select(o => o.Code).Distinct(StringComparer.Ordinal).Select(code => new LookupEntry("code", code))]
            : [];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(ArticleState state)
    {
        if (state.YieldedTo is not null)
        {
            return [];
        }

        var plan = new List<EntityEffect>();
        if (ArticleSubmissions.Due(state, Key) is { } submit)
        {
            plan.Add(new ArticleEffect.Submit(
                submit, SubmitAt(state), Leads(state, submit), AfterLists: state.Listings.IsEmpty || !submit.Update,
                state.Listings.ToImmutableSortedDictionary(l => l.Key, l => l.Value.NumberSince, StringComparer.Ordinal)));
        }

        plan.AddRange(state.Exports.Where(e => e.Value.Outcome is not null).Select(e => new ArticleEffect.TellExport(e.Key, e.Value)));

        plan.AddRange(Writes(state).Select(l => new ArticleEffect.WriteShop(l.Key, l.Value)));
        plan.AddRange(Creations(state).Select(c => new ArticleEffect.CreateInShop(c.Key, c.Value, ArticleRenames.NumberInErp(state, Key))));
        plan.AddRange(DueShops(state).Select(shop => new ArticleEffect.PushStock(shop, state.Listings[shop])));
        if (FirstBooked(state) is { } booked)
        {
            plan.Add(new ArticleEffect.AwaitStockRound(booked));
        }

        return plan;
    }

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        if (Runtime is not { } runtime)
        {
            Later(context, new ArticleCommand.Continue(context.Time.GetUtcNow()));
            return;
        }

        if (effect is ArticleEffect.Submit { Leads: true })
        {
            Services.Lead(Tenant).Enter(context.Cancellation);
        }

        var now = context.Time.GetUtcNow();
        switch (effect)
        {
            case ArticleEffect.Submit { WaitUntil: { } at } when at > now:
                context.CompleteAt(at, new ArticleCommand.Continue(context.Time.GetUtcNow()));
                break;
            case ArticleEffect.Submit or ArticleEffect.PushStock or ArticleEffect.WriteShop or ArticleEffect.CreateInShop when runtime.Paused || IsShopGone(runtime, effect):
                // Resuming makes no noise here, and a shop that is gone leaves the plan with the next command.
                context.CompleteAt(now + Held, new ArticleCommand.Continue(now + Held));
                break;
            case ArticleEffect.Submit e:
                context.CompleteWith(
                    SubmitAsync(runtime, e, context),
                    result => result is null
                        ? new ArticleCommand.Continue(context.Time.GetUtcNow())
                        : new ArticleCommand.SubmitOutcome(e.Intent, result, runtime.Settings.Pace.Settle, runtime.Settings.Pace.Retry * 4, context.Time.GetUtcNow()),
                    _ => new ArticleCommand.Continue(context.Time.GetUtcNow()));
                break;
            case ArticleEffect.TellExport e:
                context.TellUntilDone(
                    Services.Ref(e.Ticket.ReplyTo), new ExportCommand.ArticleDone(Key, e.Ticket.Outcome!, e.Ticket.Code, e.Ticket.Text, now, e.RunId), runtime.Settings.Pace.Resend);
                break;
            case ArticleEffect.PushStock { UnsettledUntil: { } until } when until > now:
                context.CompleteAt(until, new ArticleCommand.Continue(context.Time.GetUtcNow()));
                break;
            case ArticleEffect.PushStock e:
                context.CompleteWith(
                    new StockPush(Services, runtime, Key, context).RunAsync(e.ShopId, e.Ref, e.Number), command => command, _ => new ArticleCommand.Continue(context.Time.GetUtcNow()));
                break;
            case ArticleEffect.WriteShop { Listing.WriteAfter: { } after } when after > now:
                context.CompleteAt(after, new ArticleCommand.Continue(context.Time.GetUtcNow()));
                break;
            case ArticleEffect.WriteShop e:
                context.CompleteWith(new ShopWrite(runtime, context).RunAsync(e), command => command, failure => new ArticleCommand.ShopWriteOutcome(
                    e.ShopId, e.Listing.WriteVersion, new CallResult(CallResultKind.Ambiguous, null, failure.Message), Pace.Settle, Pace.Retry, context.Time.GetUtcNow()));
                break;
            case ArticleEffect.CreateInShop { Creation: { Step: CreationStep.Wanted, After: { } after } } when after > now:
                context.CompleteAt(after, new ArticleCommand.Continue(after));
                break;
            case ArticleEffect.CreateInShop e:
                context.CompleteWith(
                    new ShopCreate(Services, runtime, context, () => Backoff("create")).RunAsync(e), command => command, failure => new ArticleCommand.CreationOutcome(
                        e.ShopId, e.Creation.Version, new CallResult(CallResultKind.Ambiguous, null, failure.Message), Pace.Settle, Pace.Retry, context.Time.GetUtcNow()));
                break;
            case ArticleEffect.AwaitStockRound e:
                context.CompleteWith(AwaitRoundAsync(runtime, e, context), command => command, _ => new ArticleCommand.Continue(context.Time.GetUtcNow()));
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private static bool IsShopGone(TenantRuntime runtime, EntityEffect effect) => effect switch
    {
        ArticleEffect.PushStock e => runtime.Shop(e.ShopId) is null,
        ArticleEffect.WriteShop e => runtime.Shop(e.ShopId) is null,
        ArticleEffect.CreateInShop e => runtime.Shop(e.ShopId) is null,
        _ => false,
    };

    private PaceSettings Pace => Runtime?.Settings.Pace ?? new PaceSettings();

    private static DateTimeOffset? SubmitAt(ArticleState state) =>
        state.SubmitUnsettledUntil is { } unsettled && !(state.SubmitRetryAt > unsettled) && state.Submit is { Update: true } ? unsettled : state.SubmitRetryAt;

    private static bool Leads(ArticleState state, SubmitIntent submit) =>
        submit.Priority == SubmitPriority.Catalogue && state.SubmitRetryAt is null && state.Exports.Values.All(e => e.Outcome is not null);

    /// <summary>Null: it was exchanged for a newer submission before it was sent.</summary>
    private async Task<CallResult?> SubmitAsync(TenantRuntime runtime, ArticleEffect.Submit effect, IEffectContext context)
    {
        if (effect.AfterLists)
        {
            await AwaitListsAsync(runtime, effect, context);
        }

        var priority = effect.Intent.Priority == SubmitPriority.Order ? CallPriority.Order : CallPriority.Catalogue;
        var outcome = await runtime.Submitter.SubmitAsync(effect.Intent.Draft, effect.Intent.Update, priority, context.Cancellation);
        if (outcome is null)
        {
            return null;
        }

        var result = outcome.ToResult();
        if (result.Kind is CallResultKind.Done)
        {
            Succeeded("submit");
        }
        else if (result.Kind is CallResultKind.NotSent or CallResultKind.Unauthorised || (result.Kind is CallResultKind.Ambiguous && !effect.Intent.Update))
        {
            await Task.Delay(Backoff("submit"), context.Time, context.Cancellation);
        }

        return result;
    }

    /// <summary>
    /// A number that orders name and no shop lists may be the new number of an article that is known by another: the shops' lists are read
    /// before it becomes an article of its own. If it is one, it yields, and this effect is cancelled. One that a shop lists may stand there on a
    /// second article whose row has not been stored yet: what the shop had when it was listed is stored first. Then both wait for a person.
    /// </summary>
    private async Task AwaitListsAsync(TenantRuntime runtime, ArticleEffect.Submit effect, IEffectContext context)
    {
        var (begun, number) = (context.Time.GetUtcNow(), effect.Intent.Draft.Number);
        await Task.WhenAll(runtime.Settings.Shops
            .Where(s => effect.Listed.IsEmpty || effect.Listed.ContainsKey(s.Id))
            .Select(s => (Board: runtime.Boards[$"shop-{s.Id}-articles"], Since: effect.Listed.GetValueOrDefault(s.Id)))
            .Where(s => effect.Listed.IsEmpty || !s.Board.HasDrained(number, s.Since ?? DateTimeOffset.MinValue))
            .Select(s => s.Board.WaitForRoundAsync(number, begun, context.Cancellation)));
        context.Cancellation.ThrowIfCancellationRequested();
    }

    private async Task<ArticleCommand> AwaitRoundAsync(TenantRuntime runtime, ArticleEffect.AwaitStockRound effect, IEffectContext context)
    {
        var grace = runtime.Settings.Pace.StockQueueGrace;
        var began = await runtime.Boards["erp-stock"].WaitForRoundAsync(Key, effect.BookedAt + grace + TimeSpan.FromMilliseconds(1), context.Cancellation);
        return new ArticleCommand.PassStockRound(began, grace, context.Time.GetUtcNow());
    }

    private static IEnumerable<string> DueShops(ArticleState state) => state.Listings.Keys.Where(shop => ArticlePushes.IsDue(state, shop));

    private static IEnumerable<KeyValuePair<string, ShopListing>> Writes(ArticleState state) =>
        state.Listings.Where(l => l.Value is { WriteOpen: not null, Braked: false, DuplicateUid: null, Claim: null });

    /// <summary>A call under way has an effect of its own; after a crash it has none, and recovery makes it a doubt.</summary>
    private static IEnumerable<KeyValuePair<string, ShopCreation>> Creations(ArticleState state) =>
        state.Creations.Where(c => c.Value.Step is CreationStep.Wanted or CreationStep.Started);

    private static DateTimeOffset? FirstBooked(ArticleState state) =>
        state.Reservations.Values.Where(r => r.BookedAt is not null).Select(r => r.BookedAt).Min();
}
