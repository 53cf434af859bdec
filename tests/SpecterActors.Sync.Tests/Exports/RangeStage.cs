using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Storage;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>The real engine between the shop and the ERP of a <see cref="RangeWorld"/>; it can be killed and started again on the same journal.</summary>
internal sealed class RangeStage
{
    public const string Tenant = RangeSettings.Tenant;
    public static readonly Operator By = new("test", "launch");
    public static readonly DateTimeOffset Morning = RangeSettings.Morning;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(30);
    private readonly MasterKeys keys = new(new Random(1).NextBytes);
    private readonly int seed;
    private int starts;

    public RangeStage(int seed, TenantSettings? settings = null, bool repeatsExtend = false)
    {
        this.seed = seed;
        Settings = settings ?? RangeSettings.Of();
        Dispatcher = new DeterministicDispatcher((ulong)seed, Morning);
        World = new RangeWorld(Dispatcher.World.Time, DeterministicDispatcher.CompleteOutside, seed) { RepeatsExtend = repeatsExtend };
        Store = new MemoryStore(Dispatcher.Time);
        keys.Ensure(Tenant);
        keys.Ensure("_installation");
    }

    public TenantSettings Settings { get; }

    public DeterministicDispatcher Dispatcher { get; }

    public RangeWorld World { get; }

    public MemoryStore Store { get; }

    public DeterministicNode Node { get; private set; } = null!;

    public Engine Engine { get; private set; } = null!;

    public void Start()
    {
        starts++;
        Node = Dispatcher.CreateNode($"node{starts}");
        Engine = Engine.Create(
            new EngineOptions
            {
                ErpKinds = [new RangeErpKind(World)], ShopKinds = [new RangeShopKind(World)], Seed = (ulong)seed,
                CreateHandler = () => new SpeaksNoHttp(),
            },
            new ActorSystemOptions { InstanceId = $"start{starts}", Seed = (ulong)(seed + starts) },
            Node,
            MemoryJournal.Create(Node.Post, Node.Time, Store),
            DomainCatalogue.Codec(keys, new Random(seed + starts).NextBytes),
            NullLoggerFactory.Instance);
        var engine = Engine;
        Wait(async () =>
        {
            await engine.StartAsync(CancellationToken.None);
            return true;
        });
    }

    /// <summary>The engine dies where it stands; what was sent goes on.</summary>
    public void Kill() => Node.Crash();

    /// <summary>Starts with the tenant set up.</summary>
    public RangeStage Open()
    {
        Start();
        Ok(admin => admin.ConfigureTenantAsync(Settings, skipChecks: true, By, CancellationToken.None));
        Dispatcher.RunFor(TimeSpan.FromSeconds(1));
        return this;
    }

    public T Wait<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        Node.Post(() => task = work());
        Dispatcher.RunUntil(() => task is { IsCompleted: true }, AnswerLimit, $"a {typeof(T).Name}");
        return task!.GetAwaiter().GetResult();
    }

    public void Ok(Func<IAdminService, Task<AdminResult>> act)
    {
        var result = Wait(() => act(Engine.Admin));
        Assert.True(result.Ok, result.Refusal?.Message);
    }

    public ExportView? Export() => Wait(() => Engine.Admin.GetExportAsync(Tenant, "main", CancellationToken.None));

    public IReadOnlyList<ReportRow> Report(ExportClass? only = null)
    {
        var rows = new List<ReportRow>();
        string? from = null;
        do
        {
            var place = from;
            var page = Wait(() => Engine.Admin.GetExportReportAsync(Tenant, "main", only, place, 500, CancellationToken.None))!;
            rows.AddRange(page.Rows);
            from = page.Next;
        }
        while (from is not null);

        return rows;
    }

    /// <summary>Lets time pass until the export stands there.</summary>
    public ExportView Until(ExportStage stage, TimeSpan limit)
    {
        var end = Dispatcher.Now + limit;
        while (Dispatcher.Now < end)
        {
            if (Export() is { } view && view.Stage == stage)
            {
                return view;
            }

            Dispatcher.RunFor(TimeSpan.FromSeconds(5));
        }

        throw new TimeoutException($"After {limit} the export is not {stage}: {Export()}");
    }

    public ExportView Reported()
    {
        Ok(admin => admin.StartExportAsync(Tenant, "main", By, CancellationToken.None));
        return Until(ExportStage.Reported, TimeSpan.FromHours(6));
    }

    public void Confirm(ExportView report) => Ok(admin => admin.ConfirmExportAsync(Tenant, "main", report.RunId, By, CancellationToken.None));
}
