using SpecterActors.Journal;
using SpecterActors.Runtime;
using Xunit;

namespace SpecterActors.Runtime.Tests;

/// <summary>Measures the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(EntityMemoryTests), DisableParallelization = true)]
public class MeasuredAlone;

[Collection(nameof(EntityMemoryTests))]
public class EntityMemoryTests
{
    [Fact]
    public void An_idle_entity_takes_less_than_a_kilobyte()
    {
        const int count = 20_000;
        var kit = LedgerKit.Make(options: new EntityOptions { PassivateAfter = TimeSpan.FromDays(1) });
        kit.System.EntityRef("demo/ledger/warm-up").Tell(ControlMessage.Wake.Instance);
        kit.Idle();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++)
        {
            kit.System.EntityRef($"demo/ledger/order-{i:D8}").Tell(new LedgerCommand.Nothing());
        }

        kit.Dispatcher.RunUntilIdle(10_000_000);
        Assert.Equal(count + 1, kit.System.EntitiesAwake);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / count;
        GC.KeepAlive(kit);
        Assert.True(each < 1000, $"{each} bytes per idle entity");
        TestContext.Current.SendDiagnosticMessage($"{each} bytes per idle entity");
        Assert.InRange(each, 100, 999);
    }

    [Fact]
    public void Entities_that_left_memory_leave_nothing_behind()
    {
        const int count = 20_000;
        var due = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var kit = LedgerKit.Make(
            options: new EntityOptions { PassivateAfter = TimeSpan.FromSeconds(30) },
            behavior: () => new LedgerBehavior((effect, context) =>
            {
                // Token and timer are what an effect holds on to; the agenda reminds of it, so the entity may leave.
                context.Cancellation.Register(() => { });
                context.CompleteAt(due, new LedgerCommand.CloseCall(effect.Key, "done"));
            })
            { AgendaOf = state => state.Open.Count == 0 ? [] : [new AgendaEntry("call", due)] });
        Round(kit, count, new LedgerCommand.OpenCall("call", "later"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var round = 1; round <= 2; round++)
        {
            Round(kit, count, ControlMessage.Wake.Instance);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (2.0 * count);
        GC.KeepAlive(kit);
        TestContext.Current.SendDiagnosticMessage($"{each:F0} bytes per coming and going");
        Assert.True(each < 40, $"{each:F0} bytes stay per entity that came and went");
    }

    private static void Round(TestKit.ActorTestKit kit, int count, object message)
    {
        var recoveries = kit.Journal.Recoveries;
        for (var i = 0; i < count; i++)
        {
            kit.System.EntityRef($"demo/ledger/order-{i:D8}").Tell(message);
        }

        kit.Dispatcher.RunUntilIdle(10_000_000);
        Assert.Equal(count, kit.System.EntitiesAwake);
        kit.Dispatcher.RunFor(TimeSpan.FromMinutes(2), 10_000_000);
        Assert.Equal((0, count), (kit.System.EntitiesAwake, kit.Journal.Recoveries - recoveries));
    }
}
