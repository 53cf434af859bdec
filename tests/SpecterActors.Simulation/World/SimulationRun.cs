using SpecterActors.Sandbox.SampleData;
using SpecterActors.Simulation.Oracles;
using SpecterActors.Simulation.World.Nodes;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Simulation.World;

/// <summary>One run from a seed: traffic with faults and crashes, calm, quiescence, oracles.</summary>
public sealed class SimulationRun
{
    private static readonly TimeSpan OperatorLooks = TimeSpan.FromSeconds(60);

    /// <summary>Calls around which a crash is worth most.</summary>
    private static readonly string[] Delicate =
        ["newOrderSubmit", "newCustomerSubmit", "getArticleExternalNeedUpdate", "updateArticlesFromBatch", "getOrdersExternalNeedUpdate", "updateOrdersFromBatch", "Article.set", "Order.list", "Order.set"];

    private readonly SimulationOptions options;
    private readonly Operators operators;
    private readonly Random chance;
    private readonly Random exportChance;

    public SimulationRun(SimulationOptions options)
    {
        this.options = options;
        World = new SimulationWorld(options);
        operators = new Operators(World);
        chance = new Random(options.Seed ^ 0x5eed);
        exportChance = new Random(options.Seed ^ 0x0e49);
    }

    public SimulationWorld World { get; }

    /// <summary>Runs; throws <see cref="OracleException"/> when a promise is broken.</summary>
    public SimulationReport Execute()
    {
        var submits = new NoBlindResend(World);
        foreach (var tenant in World.Tenants)
        {
            _ = new StockPromise(World, tenant);
            _ = new KeyOrder(tenant);
        }

        World.Start();
        _ = new BoundedMailboxes(World);
        foreach (var tenant in World.Tenants)
        {
            operators.Configure(tenant, options.Defect, options.CompareEvery);
        }

        Traffic();
        World.CalmDown();
        var settled = Settle();
        var trace = World.Dispatcher.TraceHash;
        operators.Exports.Check();
        new NoDrift(World).Check();
        new FinalOracles(World, options.Seed).Check();
        new Isolation(World).Check(options);
        return new SimulationReport(
            options.Seed, trace, World.Dispatcher.Steps, World.Network.Requests, World.Faults, World.Crashes.Count, settled,
            World.Dispatcher.Now - options.Start, Outcomes.Of(World), World.Tenants.Sum(t => t.Run.OrdersPlaced), World.Tenants.Sum(t => t.Sample.Articles.Count),
            submits.Submits);
    }

    private void Traffic()
    {
        var began = World.Dispatcher.Now;
        var acts = operators.Plan(began);
        var crashes = Enumerable.Range(0, options.Crashes)
            .Select(_ => World.Tenants[chance.Next(World.Tenants.Count)].Some(0.02, 1.1)).Select(at => began + at).Order();
        if (options.EngineClockJump != TimeSpan.Zero)
        {
            acts = acts.Append((began + World.Tenants[0].Some(0.2, 0.9), () => World.JumpEngineClock(options.EngineClockJump)));
        }

        if (World.Fleet is { } fleet)
        {
            acts = acts.Concat(new Misfortunes(World, fleet, options.Nodes!).Plan(began, GoSomewhere));
        }

        var coming = new Queue<(DateTimeOffset At, Action Act)>(
            crashes.Select(at => (At: at, Act: (Action)Crash)).Concat(acts).OrderBy(c => c.At));
        foreach (var tenant in World.Tenants)
        {
            tenant.Begin();
        }

        var limit = began + options.Span + TimeSpan.FromHours(3);
        var look = began + OperatorLooks;
        while (!World.Tenants.All(t => t.Run.IsDone) || coming.Count > 0)
        {
            var next = coming.TryPeek(out var first) && first.At < look ? first.At : look;
            World.Dispatcher.RunFor(next > World.Dispatcher.Now ? next - World.Dispatcher.Now : TimeSpan.Zero);
            if (next == look)
            {
                look = World.Dispatcher.Now + OperatorLooks;
                operators.Look();
                CrashInExport();
            }
            else
            {
                coming.Dequeue().Act();
            }

            if (World.Dispatcher.Now > limit)
            {
                throw new OracleException(
                    "traffic", $"the traffic is not through: {string.Join(", ", World.Tenants.Select(t => $"{t.Id} waits for {t.Run.OperationsWaiting} orders to come to the ERP"))}. {operators.Picture()}");
            }
        }
    }

    private void Crash()
    {
        GoSomewhere(chance);
        World.Crash();
        World.Dispatcher.RunFor(TimeSpan.FromMilliseconds(chance.Next(10, 3_000)));
        World.Start();
    }

    /// <summary>To any step: every other time to one drawn evenly, else to one soon after a call left that must not be lost or doubled.</summary>
    private void GoSomewhere(Random chance)
    {
        if (chance.Next(2) == 0)
        {
            for (var steps = chance.Next(0, 600); steps > 0 && World.Dispatcher.Step(); steps--)
            {
            }
        }
        else
        {
            AwaitCall(Delicate[chance.Next(Delicate.Length)]);
            for (var steps = chance.Next(0, 50); steps > 0 && (World.Dispatcher.Step() || World.Dispatcher.AdvanceToNextTimer()); steps--)
            {
            }
        }
    }

    /// <summary>Every confirmed export of a seed with crashes loses its node once, somewhere between its first article and its last.</summary>
    private void CrashInExport()
    {
        if (!operators.Exports.Look() || options.Crashes == 0)
        {
            return;
        }

        if (exportChance.Next(3) > 0)
        {
            AwaitCall("newArticleSubmit");
        }

        for (var steps = exportChance.Next(0, 300); steps > 0 && (World.Dispatcher.Step() || World.Dispatcher.AdvanceToNextTimer()); steps--)
        {
        }

        World.Crash();
        World.Dispatcher.RunFor(TimeSpan.FromMilliseconds(exportChance.Next(10, 3_000)));
        World.Start();
    }

    private void AwaitCall(string action)
    {
        var left = false;
        void Look(Sent sent) => left |= sent.Action == action;
        World.Network.Leaving += Look;
        var until = World.Dispatcher.Now + TimeSpan.FromMinutes(2);
        while (!left && World.Dispatcher.Now < until && (World.Dispatcher.Step() || World.Dispatcher.AdvanceToNextTimer()))
        {
        }

        World.Network.Leaving -= Look;
    }

    /// <summary>Lets time pass until both sides are in step and the engine has nothing left to do.</summary>
    private TimeSpan Settle()
    {
        var began = World.Dispatcher.Now;
        var differences = new List<SampleDifference>();
        while (World.Dispatcher.Now - began < options.Patience)
        {
            World.Dispatcher.RunFor(TimeSpan.FromSeconds(30));
            operators.Look();
            operators.Exports.Look();
            if (!World.Wait(() => World.Engine.GetQuietAsync(CancellationToken.None), TimeSpan.FromMinutes(1)).Quiet)
            {
                continue;
            }

            differences.Clear();
            differences.AddRange(World.Tenants.SelectMany(t => SampleComparer.Compare(t.Sample.Expectations, t.Erp, new AbicartShopView(t.Abicart))));
            differences.AddRange(World.Tenants.SelectMany(t => SampleArticleComparer.Compare(t.Sample.Expectations, t.Erp, new AbicartShopView(t.Abicart))));
            foreach (var number in differences.Where(d => d.Kind == SampleDifferenceKind.Stock).Select(d => d.Subject).Distinct())
            {
                operators.AcceptZero(number);
            }

            operators.LetGo();
            if (differences.Count == 0 && operators.Exports.AreDone() && !AnyRowHeld() && World.Tenants.All(DeletionsAreKnown))
            {
                return World.Dispatcher.Now - began;
            }
        }

        throw new OracleException(
            "in-step", $"after {options.Patience} of calm the two sides are not in step: {string.Join("; ", differences.Take(12))}. {operators.Picture()}{Histories(differences)}");
    }

    /// <summary>A row that a feed holds back goes by itself; it is listed with what waits for a person, so the engine is quiet in spite of it.</summary>
    private bool AnyRowHeld() => World.Tenants.Any(t => World.Wait(() => World.Engine.Admin.GetFeedsAsync(t.Id, CancellationToken.None), TimeSpan.FromMinutes(5)).Any(f => f.HeldRows > 0));

    /// <summary>Nothing tells the engine of what was deleted in the shop but a comparison of both sides.</summary>
    private bool DeletionsAreKnown(TenantWorld tenant) => tenant.Sample.Articles.Where(a => a.DeletedInShop).All(a =>
        World.ReadEvents(Sync.EntityIds.Article(tenant.Id, a.Number)).LastOrDefault(e => e is Domain.Articles.ArticleEvent.Listed or Domain.Articles.ArticleEvent.Unlisted) is not Domain.Articles.ArticleEvent.Listed);

    /// <summary>The last events of the articles that differ.</summary>
    private string Histories(IReadOnlyList<SampleDifference> differences) => string.Concat(
        from difference in differences.Where(d => d.Kind is SampleDifferenceKind.Stock or SampleDifferenceKind.ArticleData or SampleDifferenceKind.ShopArticle or SampleDifferenceKind.ShopPrice).Take(2)
        from tenant in World.Tenants
        select $"{Environment.NewLine}{tenant.Id} {difference.Subject}: {string.Join("; ", World.ReadEvents(Sync.EntityIds.Article(tenant.Id, difference.Subject)).TakeLast(14))}");
}

/// <summary>What a run was like.</summary>
public sealed record SimulationReport(
    int Seed, ulong TraceHash, long Steps, long Requests, IReadOnlyDictionary<string, int> Faults, int Crashes, TimeSpan SettledAfter,
    TimeSpan VirtualTime, IReadOnlyDictionary<string, int> Outcomes, int Orders, int Articles, int Submits)
{
    /// <summary>Faults of all kinds.</summary>
    public int FaultsInAll => Faults.Where(f => f.Key != "None").Sum(f => f.Value);

    /// <summary>Kinds of faults that happened.</summary>
    public int FaultKinds => Faults.Count(f => f.Key != "None" && f.Value > 0);
}
