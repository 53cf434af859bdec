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
}
