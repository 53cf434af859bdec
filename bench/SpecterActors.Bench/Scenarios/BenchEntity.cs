using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Bench.Scenarios;

/// <summary>An event of about 300 bytes as it is stored.</summary>
public abstract record BenchEvent
{
    private BenchEvent() { }

    public sealed record Added(string ShopId, string ExternalNo, decimal Amount, string Text) : BenchEvent;
}

/// <summary>Add so many events; answered with the count.</summary>
public sealed record Add(int Events);

public sealed record BenchState(long Count)
{
    public static BenchState Empty { get; } = new(0);
}

/// <summary>A persistent entity that only counts: what is measured is the shell, the codec and the journal.</summary>
internal sealed class BenchEntity(CountDown? stored) : EntityBehavior<BenchState, BenchEvent>
{
    private static readonly BenchEvent.Added Event = new("shop-1", "A1-1001", 1234.50m, new string('x', 220));

    public override string StateManifest => "bench-state:1";

    public override BenchState Initial => BenchState.Empty;

    public override EntityDecision<BenchEvent> Decide(BenchState state, object command) => command is Add add
        ? new EntityDecision<BenchEvent>(add.Events == 1 ? [Event] : [.. Enumerable.Repeat(Event, add.Events)], state)
        : EntityDecision<BenchEvent>.NoChange(state);

    public override BenchState Evolve(BenchState state, BenchEvent @event)
    {
        stored?.Signal();
        return new BenchState(state.Count + 1);
    }

    public override IReadOnlyList<EntityEffect> Plan(BenchState state) => [];

    public override IReadOnlyList<AgendaEntry> Agenda(BenchState state) => [];

    public override void Execute(EntityEffect effect, IEffectContext context) => throw new NotSupportedException();

    /// <summary>A system whose entities <c>tenant/bench/number</c> are these, over a store of its own.</summary>
    public static ActorSystem Make(Func<PoolDispatcher, IJournal> journal, CountDown? stored, int snapshotEvery = 0, TimeSpan? passivateAfter = null)
    {
        var dispatcher = new PoolDispatcher(TimeProvider.System, fault => Environment.FailFast("A bug in the engine.", fault));
        var system = new ActorSystem(
            new ActorSystemOptions { InstanceId = Guid.NewGuid().ToString("N") }, dispatcher, journal(dispatcher), Codec, NullLoggerFactory.Instance);
        system.RegisterEntity<BenchState, BenchEvent>(
            "bench", _ => new BenchEntity(stored), new EntityOptions { SnapshotEvery = snapshotEvery, MailboxCapacity = 256, PassivateAfter = passivateAfter ?? TimeSpan.FromHours(2) });
        return system;
    }

    /// <summary>As long as the writer ids that are stored with every event.</summary>
    public static string Writer { get; } = $"{new string('b', 32)}-1000";

    public static string Id(int number) => FormattableString.Invariant($"tenant-{number % 10}/bench/{number}");

    public static EventCodec Codec { get; } = new(
        new EventCatalogueBuilder().Add<BenchEvent.Added>("bench.added", 1).Build(),
        _ => new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), PropertyNamingPolicy = JsonNamingPolicy.CamelCase },
        new MasterKeys(bytes => bytes.Clear()),
        bytes => bytes.Clear());

    /// <summary>The event as the journal gets it.</summary>
    public static EventData Encoded { get; } = Codec.Encode(Event, DateTimeOffset.UnixEpoch, new PersonalKeys());
}
