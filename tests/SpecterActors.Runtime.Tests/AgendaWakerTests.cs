using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.TestKit;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class AgendaWakerTests
{
    [Fact]
    public void After_a_restart_only_what_the_agenda_lists_is_woken_at_a_bounded_rate()
    {
        var kit = Make();
        for (var i = 0; i < 30; i++)
        {
            kit.Ask<string>($"demo/ledger/due{i}", new LedgerCommand.OpenCall("push", "x"));
            kit.Add("x", $"demo/ledger/quiet{i}");
        }

        kit.CrashAndStart();
        using var waker = new AgendaWaker(kit.System, new AgendaWakerOptions { WakesMax = 10, Interval = TimeSpan.FromSeconds(5), BusyInterval = TimeSpan.FromSeconds(1) });
        waker.Add("demo/");
        kit.RunFor(TimeSpan.FromMilliseconds(500));
        Assert.Equal(10, kit.System.EntitiesAwake);
        kit.RunFor(TimeSpan.FromSeconds(3));
        Assert.Equal(30, kit.System.EntitiesAwake);
        Assert.DoesNotContain(kit.System.Tree("demo/"), info => info.Path.Contains("quiet", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unreadable_agenda_is_read_again()
    {
        var kit = Make();
        kit.Ask<string>("demo/ledger/due", new LedgerCommand.OpenCall("push", "x"));
        kit.CrashAndStart();
        var failures = 3;
        kit.Store.Faults = call => call.Operation == Journal.InMemory.StoreOperation.Read && failures-- > 0
            ? new Journal.InMemory.StoreFault.FailBefore()
            : new Journal.InMemory.StoreFault.None();
        using var waker = new AgendaWaker(kit.System);
        waker.Add("demo/");
        kit.RunFor(TimeSpan.FromMinutes(1));
        Assert.True(kit.System.IsAwake("demo/ledger/due"));
    }

    [Fact]
    public void A_removed_prefix_and_a_disposed_waker_wake_nobody()
    {
        var kit = Make();
        kit.Ask<string>("demo/ledger/due", new LedgerCommand.OpenCall("push", "x"));
        kit.CrashAndStart();
        var waker = new AgendaWaker(kit.System);
        waker.Add("other/");
        waker.Add("demo/");
        waker.Remove("demo/");
        kit.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal(0, kit.System.EntitiesAwake);
        waker.Dispose();
        kit.RunFor(TimeSpan.FromMinutes(1));
        Assert.Null(kit.Dispatcher.NextTimer);
    }

    private static ActorTestKit Make() => LedgerKit.Make(behavior: () => new LedgerBehavior
    {
        AgendaOf = state => [.. state.Open.Keys.Select(key => new AgendaEntry("open", DateTimeOffset.UnixEpoch))],
    });
}
