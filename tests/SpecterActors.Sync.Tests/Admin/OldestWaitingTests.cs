using SpecterActors.Journal;
using SpecterActors.Journal.InMemory;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Sync.Tests.Admin;

/// <summary>The age to raise an alarm on: it must not grow young again with every attempt.</summary>
public sealed class OldestWaitingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly IJournal journal = MemoryJournal.Create(work => work(), TimeProvider.System);

    [Fact]
    public async Task Nothing_waits_where_nothing_is_open_or_due()
    {
        await StoreAsync("demo/order/done", Now.AddDays(-9), [], [new("stage", "Exported")]);
        await StoreAsync("demo/article/later", Now.AddDays(-9), [new("intent", Now.AddMinutes(5))], []);
        Assert.Null(await OldestWaiting.FindAsync(journal, "demo", Now, CancellationToken.None));
    }

    [Fact]
    public async Task An_order_counts_from_its_reception_though_its_next_attempt_lies_ahead()
    {
        await StoreAsync("demo/article/due", Now.AddDays(-9), [new("intent", Now.AddMinutes(-10))], []);
        Assert.Equal(Now.AddMinutes(-10), await OldestWaiting.FindAsync(journal, "demo", Now, CancellationToken.None));

        await StoreAsync("demo/order/A1-1", Now.AddHours(-3), [new("intent", Now.AddMinutes(4))], [new("stage", "Sending")]);
        Assert.Equal(Now.AddHours(-3), await OldestWaiting.FindAsync(journal, "demo", Now, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_parked_and_what_is_another_tenants_does_not_count()
    {
        await StoreAsync("demo/order/A1-1", Now.AddHours(-5), [new("intent", Now.AddHours(-5))], [new("stage", "WaitingForArticles"), new("parked", "yes")]);
        await StoreAsync("other/order/A1-1", Now.AddHours(-5), [new("intent", Now.AddHours(-5))], [new("stage", "Sending")]);
        Assert.Null(await OldestWaiting.FindAsync(journal, "demo", Now, CancellationToken.None));
    }

    private async Task StoreAsync(string id, DateTimeOffset at, AgendaEntry[] agenda, LookupEntry[] lookups) => Assert.IsType<AppendResult.Stored>(
        await journal.AppendAsync(new AppendRequest(id, 0, "w", [new EventData("x:1", "{}"u8.ToArray(), at)], agenda, lookups), CancellationToken.None));
}
