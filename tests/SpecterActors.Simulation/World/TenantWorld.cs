using System.Globalization;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Feeds;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Simulation.World;

/// <summary>The outside world of one tenant: a Specter account and an Abicart shop with their buyers and staff. All its timers are the world's.</summary>
public sealed class TenantWorld
{
    /// <summary>How often staff looks whether an order has come that it means to deliver or cancel.</summary>
    private static readonly TimeSpan StaffLooks = TimeSpan.FromSeconds(5);

    /// <summary>How long whoever edits orders at the worst moment waits for that.</summary>
    private static readonly TimeSpan DoubtMax = TimeSpan.FromMinutes(4);

    private readonly SimulationWorld world;
    private readonly Rushes rushes;
    private readonly Random chance;
    private DateTimeOffset began;
    private DateTimeOffset? wakesAt;
    private DateTimeOffset? queuesAt;
    private readonly Dictionary<string, DateTimeOffset> figureTrueAt = new(StringComparer.Ordinal);
    private int happened;
    private int renamed;
    private int listsToLose;
    private bool knowsTheRange;

    /// <summary>External numbers of the orders that staff edits and that have not been submitted yet.</summary>
    private readonly HashSet<string> edited = new(StringComparer.Ordinal);

    /// <summary>When orders may be edited in the shop: soon after it became unknown what became of a submit of them; by external number.</summary>
    private readonly Dictionary<string, DateTimeOffset> editableFrom = new(StringComparer.Ordinal);

    public TenantWorld(SimulationWorld world, TenantOptions options, int number, TimeSpan span)
    {
        this.world = world;
        Options = options;
        chance = new Random(options.Seed);
        Faults = new FaultPlan(chance.Next(), options.Faults);
        Clock = new SkewedTime(world.Dispatcher.World.Time, options.Skew);
        Specter = new SpecterSystem(
            $"specter-{options.Id}", new SpecterOptions { SbmId = 1234 + number, ApiUserId = 55 + number, ApiVersion = options.ApiVersion, Switches = options.Specter }, Clock, chance.Next());
        Abicart = new AbicartSystem($"abicart-{options.Id}", new AbicartOptions { Webshop = 40001 + number, Switches = options.Abicart }, Clock);
        Sample = SampleWorld.Generate(options.Seed, options.Size, new SampleSettings { Flow = options.Flow, FirstExport = options.FirstExport, NewArticles = options.NewArticles });
        var shop = new SampleShop(Abicart, Sample);
        Erp = new SpecterSampleErp(Specter);
        Erp.Fill(Sample);
        Specter.StockShown = number => figureTrueAt[number] = world.Dispatcher.Now;
        AlwaysInErp.UnionWith(Sample.ErpArticles.Select(a => a.Number));
        Run = new SampleRun(Sample, shop, Erp, KnowsTheRange, options.Dense ? MayEdit : null, MayRename);
        rushes = new Rushes(options.Size.Duration, span, options.Rushes, new Random(chance.Next()));
    }

    public TenantOptions Options { get; }

    public string Id => Options.Id;

    public FaultPlan Faults { get; }

    /// <summary>The outside systems' clock.</summary>
    public SkewedTime Clock { get; }

    public SpecterSystem Specter { get; }

    public AbicartSystem Abicart { get; }

    public SampleWorld Sample { get; }

    public SpecterSampleErp Erp { get; }

    public SampleRun Run { get; }

    /// <summary>Nobody answers at either system.</summary>
    public bool Down { get; private set; }

    /// <summary>When each shop order was really placed, by uid; the shop itself shows whole seconds of its own clock.</summary>
    public Dictionary<int, DateTimeOffset> PlacedAt { get; } = [];

    /// <summary>What each shop order's rows were, and since when, by uid.</summary>
    public Dictionary<int, List<(DateTimeOffset Since, IReadOnlyList<ShopOrderRow> Rows)>> RowsOf { get; } = [];

    /// <summary>When each ERP order was really created, by its number.</summary>
    public Dictionary<int, DateTimeOffset> CreatedAt { get; } = [];

    /// <summary>When the stock of each article or variant of the shop was read, by uid.</summary>
    public SortedDictionary<int, List<DateTimeOffset>> StockReads { get; } = [];

    /// <summary>What the ERP's stock feed showed of each article, oldest first: when, and when the figure was true; by number.</summary>
    public Dictionary<string, List<(DateTimeOffset ShownAt, DateTimeOffset TrueAt, decimal Units)>> FiguresShown { get; } = new(StringComparer.Ordinal);

    /// <summary>Articles of which the ERP's stock feed ever showed a piece, by number.</summary>
    public HashSet<string> EverInStock { get; } = new(StringComparer.Ordinal);

    /// <summary>Articles that were in the ERP before anybody did anything.</summary>
    public HashSet<string> AlwaysInErp { get; } = new(StringComparer.Ordinal);

    /// <summary>Stock writes as the shop executed them, newest last, with the world's times.</summary>
    public event Action<TenantWorld>? ShopWritten;

    /// <summary>Everybody begins: buyers, staff, clocks and whatever befalls this tenant.</summary>
    public void Begin()
    {
        began = world.Dispatcher.Now;
        Advance();
        if (Options.ClockJump != TimeSpan.Zero)
        {
            After(Some(0.3, 0.7), $"the outside clocks jump by {Options.ClockJump}", () => Clock.Jump(Options.ClockJump));
        }

        if (Options.Dense)
        {
            world.Network.Leaving += NoteDoubt;
            edited.UnionWith(Sample.ShopWork.Select(SampleRun.EditedBy).OfType<string>().Select(number => Sample.Settings.OrderPrefix + number));
        }

        if (Options.Outage > TimeSpan.Zero)
        {
            var at = rushes.At(Options.Size.Duration * chance.NextDouble()) * 0.98;
            After(at, "both outside systems are down", () => Down = true);
            After(at + Options.Outage, "both outside systems are back", () => Down = false);
        }

        if (Options.Poison > TimeSpan.Zero)
        {
            var poisoned = (Options.Dense ? SeldomSold() : null) ?? Sample.Articles[Options.Size.ArticlesWithVariants].Number;
            var stream = Sync.EntityIds.Article(Id, poisoned);
            var at = Some(0, 0.9);
            After(at, $"the disk does not take events of {stream}", () => world.Poisoned.Add(stream));
            After(at + Options.Poison, $"the disk takes events of {stream} again", () => world.Poisoned.Remove(stream));
            MoveMeanwhile(at, poisoned);
        }

        var deleted = Sample.Articles.Where(a => a.DeletedInShop).Select(a => a.Number).ToHashSet(StringComparer.Ordinal);
        var stocked = Abicart.Content.Articles.All.Where(a => a.Stock is not null && a.Number.Length > 0 && !deleted.Contains(a.Number)).ToList();
        for (var i = 0; i < Options.StockEdits; i++)
        {
            var (article, stock) = (stocked[chance.Next(Math.Min(8, stocked.Count))], chance.Next(0, 300));
            After(Some(0, 0.9), $"somebody sets the stock of {article.Number} to {stock} in the shop", () => Abicart.Life.SetStockByHand(article.Uid, null, stock));
        }
    }

    /// <summary>A time within the busy time of the run, from its start.</summary>
    public TimeSpan Some(double from, double to) => rushes.At(Options.Size.Duration * (from + ((to - from) * chance.NextDouble())));

    /// <summary>The ERP's stock feed shows this figure now; it is as old as the batch it stands in.</summary>
    public void ShowFigure(string number, decimal units)
    {
        if (!FiguresShown.TryGetValue(number, out var shown))
        {
            FiguresShown[number] = shown = [];
        }

        shown.Add((world.Dispatcher.Now, figureTrueAt.GetValueOrDefault(number, world.Dispatcher.Now), units));
        if (units > 0)
        {
            EverInStock.Add(number);
        }
    }

    /// <summary>Executes a request at once and lets everything follow from it.</summary>
    public SandboxResponse Execute(ISandboxSystem system, SandboxRequest request)
    {
        var orders = Specter.Orders.Count;
        var response = Sandbox.InMemory.SandboxHttpHandler.Execute(system, request, guarded: false);
        if (Specter.Orders.Count > orders)
        {
            CreatedAt[Specter.Orders.Keys.Max()] = world.Dispatcher.Now;
        }

        ShopWritten?.Invoke(this);
        DeliverCallbacks();
        return response;
    }

    /// <summary>From now on nothing goes wrong here any more.</summary>
    public void CalmDown()
    {
        Faults.Rates = FaultRates.Off;
        Down = false;
    }

    /// <summary>The shop's order with this number.</summary>
    public ShopOrder? ShopOrder(string number) => Abicart.Content.OrderByNumber(number);

    /// <summary>Lets happen what is due in the outside systems, and sets the alarm for what is due next.</summary>
    private void Advance()
    {
        var elapsed = world.Dispatcher.Now - began;
        Run.Advance(rushes.BusyAt(elapsed));
        if (Run.OrdersPlaced + Run.ShopWorkDone > happened)
        {
            happened = Run.OrdersPlaced + Run.ShopWorkDone;
            NoteOrders();
        }

        DeliverCallbacks();
        var next = Run.NextDue is { } due ? began + rushes.At(due) : (DateTimeOffset?)null;
        if (Run.OperationsWaiting > 0 && (next is null || next > world.Dispatcher.Now + StaffLooks))
        {
            next = world.Dispatcher.Now + StaffLooks;
        }

        if (next is { } at && (wakesAt is null || wakesAt <= world.Dispatcher.Now || at < wakesAt))
        {
            wakesAt = at;
            world.After(at - world.Dispatcher.Now, Advance);
        }
    }

    /// <summary>The engine has read both ranges once, and stored what it read: from now on what it reads is a change.</summary>
    private bool KnowsTheRange() => knowsTheRange = knowsTheRange
        || ((string[])["shop-main-articles", "erp-articles"]).All(feed => world.ReadEvents(Sync.EntityIds.Feed(Id, feed)) is var events
            && events.OfType<FeedEvent.WatermarkMoved>().Any() && events.OfType<FeedEvent.RowHeld>().Count() == events.OfType<FeedEvent.RowReleased>().Count());

    /// <summary>
    /// A submission under way goes under the number it has: the ERP makes an article of it where somebody gave that one another number meanwhile,
    /// and cannot be told not to. One that knows of the new number waits for whoever renames.
    /// </summary>
    private bool MayRename(string number)
    {
        var events = world.ReadEvents(Sync.EntityIds.Article(Id, number)).OfType<ArticleEvent>().ToList();
        var state = events.Aggregate(ArticleEvolve.Initial, ArticleEvolve.Apply);
        return state.Submit is null || (events.OfType<ArticleEvent.Renumbered>().Any() && !(state.SubmitUnsettledUntil > world.Dispatcher.Now));
    }

    /// <summary>An article of which no other figure comes soon.</summary>
    private string? SeldomSold() => Sample.Articles
        .Where(a => a is { Kind: SampleArticleKind.Sound, Variants.Count: 0, ShopStock: not null, MendedNumber: null, Change: null, IsAdded: false, DeletedInErp: false })
        .Where(a => Sample.ErpArticles.Any(e => e.Number == a.Number && e.Stock is not null))
        .MinBy(a => (Sample.Orders.Sum(o => o.Rows.Count(r => r.Article == a.Index)), -a.Index))?.Number;

    /// <summary>Goods come while the disk does not take the article, and leave again when it has just begun to: of two figures the one that was held back is the older.</summary>
    private void MoveMeanwhile(TimeSpan at, string number)
    {
        if (!Options.Dense || Sample.ErpArticles.All(a => a.Number != number))
        {
            return;
        }

        var queued = Options.Specter.StockChangeQueuedAfter;
        After(at + (Options.Poison * 0.1), $"goods come of {number}", () => Move(60));
        After(at + Options.Poison - queued + TimeSpan.FromMilliseconds(chance.Next(0, 5_000)), $"goods of {number} are written off", () => Move(-50));

        void Move(decimal delta)
        {
            // Nobody works any more when it is to be seen whether all comes to rest.
            if (Faults.Rates != FaultRates.Off)
            {
                Erp.TryDo(new SampleOperation.GoodsMoved(at, number, delta));
            }
        }
    }

    /// <summary>
    /// What befalls a request at the worst moment in place of what was drawn: the first submit of an order that is about to be edited is lost or
    /// doubled, and the shop's list of articles is not answered a few times after an article got another number. Null: nothing else.
    /// </summary>
    public Fault? Provoke(SandboxRequest asked)
    {
        if (!Options.Dense || Faults.Rates == FaultRates.Off)
        {
            return null;
        }

        if (!asked.Query.Contains("newOrderSubmit", StringComparison.Ordinal))
        {
            return asked.Body.Span.IndexOf("\"Article.list\""u8) >= 0 && IsListLost() ? new Fault.RequestLost() : null;
        }

        var external = Sent.Between(System.Text.Encoding.Latin1.GetString(asked.Body.Span), "externalOrderNo=", "&");
        return edited.Remove(external) ? chance.Next(4) switch { 0 => new Fault.RequestLost(), 1 or 2 => new Fault.Duplicated(), _ => null } : null;
    }

    private bool IsListLost()
    {
        if (Abicart.Content.Articles.All.Count(a => a.Number.EndsWith("-NY", StringComparison.Ordinal)) is var now && now > renamed)
        {
            renamed = now;
            listsToLose = chance.Next(5);
        }

        return listsToLose-- > 0;
    }

    /// <summary>A submit of an order leaves, and the engine will not know what became of it, or be told that there is such an order already.</summary>
    private void NoteDoubt(Sent sent)
    {
        if (sent.Tenant == this && sent is { Action: "newOrderSubmit", Fault: Fault.RequestLost or Fault.AnswerLost or Fault.ExecutedLate or Fault.Delayed or Fault.Duplicated or Fault.TruncatedAnswer })
        {
            editableFrom.TryAdd(sent.About, world.Dispatcher.Now + TimeSpan.FromMilliseconds(chance.Next(0, 15_000)));
        }
    }

    /// <summary>Whoever edits waits for a moment at which it is in doubt whether the ERP has the order, for a while.</summary>
    private bool MayEdit(string order) =>
        ShopOrder(order) is { } placed && PlacedAt.TryGetValue(placed.Uid, out var at)
        && (world.Dispatcher.Now > at + DoubtMax || (editableFrom.TryGetValue(Sample.Settings.OrderPrefix + order, out var from) && world.Dispatcher.Now >= from));

    /// <summary>Remembers which orders were placed and edited just now.</summary>
    private void NoteOrders()
    {
        foreach (var order in Abicart.Content.Orders.All)
        {
            var isNew = PlacedAt.TryAdd(order.Uid, world.Dispatcher.Now);
            var versions = isNew ? RowsOf[order.Uid] = [] : RowsOf[order.Uid];
            // Writes of the engine leave the list of rows as it is.
            if (isNew || !ReferenceEquals(versions[^1].Rows, order.Rows))
            {
                versions.Add((world.Dispatcher.Now, order.Rows));
                world.Note($"{Id}: order {order.OrderNumber} is {(isNew ? "placed" : "edited")}: {string.Join(", ", order.Rows.Select(r => $"{r.Quantity:0.###} {r.ArticleNumber}"))}");
            }
        }
    }

    /// <summary>Delivers what the outside systems want to tell, subject to faults.</summary>
    private void DeliverCallbacks()
    {
        foreach (var callback in Specter.TakeCallbacks().Concat(Abicart.TakeCallbacks()))
        {
            var waits = Faults.NextCallback();
            world.Count(waits switch { [] => "CallbackLost", [_, _] => "CallbackDoubled", [{ Ticks: > 0 }] => "CallbackLate", _ => "None" });
            foreach (var wait in waits)
            {
                world.After(wait + TimeSpan.FromMilliseconds(chance.Next(1, 30)), () => world.TakeCallback(callback.Url));
            }
        }

        if (Specter.NextDue is { } due && due - Clock.Skew is var at && queuesAt != at)
        {
            queuesAt = at;
            world.After(at > world.Dispatcher.Now ? at - world.Dispatcher.Now : TimeSpan.Zero, DeliverCallbacks);
        }
    }

    private void After(TimeSpan at, string note, Action work) => world.After(at, () =>
    {
        world.Note(string.Create(CultureInfo.InvariantCulture, $"{Id}: {note}"));
        work();
        DeliverCallbacks();
    });
}
