using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal.InMemory;
using SpecterActors.Sync.Tests.Exports;
using Xunit;

namespace SpecterActors.Sync.Tests.Feeds;

/// <summary>A registered customer of the shop who could not be stored when the feed showed the change, and is let go later.</summary>
public sealed class HeldCustomerTests
{
    private const string Feed = "shop-main-customers";
    private const int Others = 150;
    private readonly RangeStage stage = new(61, Settings());
    private bool refuses;

    [Fact]
    public void One_of_the_first_reading_is_no_change_when_it_is_let_go()
    {
        Open(refused: true);
        Assert.Equal(1, Held());
        LetGo();
        Assert.Equal(("Gatan 1", false), Stored());
    }

    [Fact]
    public void One_that_was_changed_since_the_first_reading_is_a_change()
    {
        Open(refused: true);
        Change("Nya gatan 2", stage.Dispatcher.Now);
        LetGo();
        Assert.Equal(("Nya gatan 2", true), Stored());
    }

    [Fact]
    public void A_change_far_behind_the_cursor_is_not_lost()
    {
        Open(refused: false);
        Assert.Equal(("Gatan 1", false), Stored());
        refuses = true;
        var before = stage.Dispatcher.Now;
        stage.World.Fails = action => action == "customers";
        stage.Dispatcher.RunFor(TimeSpan.FromHours(2));
        // Both are seen in one round, and the cursor goes to the later one.
        Change("Nya gatan 2", before + TimeSpan.FromMinutes(1));
        stage.World.Customers[^1] = Customer("last", "Annan gata 3", stage.Dispatcher.Now);
        stage.World.Fails = _ => false;
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(20));
        Assert.Equal(1, Held());
        LetGo();
        Assert.Equal(("Nya gatan 2", true), Stored());
    }

    private void Open(bool refused)
    {
        refuses = refused;
        stage.World.Customers.AddRange(Enumerable.Range(1, Others).Select(i => Customer($"{i}", "Torget 1", RangeStage.Morning - TimeSpan.FromDays(1))));
        stage.World.Customers.Add(Customer("eva", "Gatan 1", RangeStage.Morning - TimeSpan.FromDays(90)));
        stage.World.Customers.Add(Customer("last", "Annan gata 2", RangeStage.Morning - TimeSpan.FromDays(1)));
        var id = EntityIds.ShopCustomer(RangeStage.Tenant, "main", "eva");
        stage.Store.Faults = call => refuses && call.Batch.ToList().FindIndex(append => append.PersistenceId == id) is var at and >= 0
            ? new StoreFault.Reject(at, "simulated: this one cannot be stored")
            : new StoreFault.None();
        stage.Open();
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(2));
    }

    private void LetGo()
    {
        refuses = false;
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(0, Held());
    }

    private void Change(string street, DateTimeOffset at) =>
        stage.World.Customers[stage.World.Customers.FindIndex(c => c.Uid == "eva")] = Customer("eva", street, at);

    private int Held() => stage.Wait(() => stage.Engine.Admin.GetFeedsAsync(RangeStage.Tenant, CancellationToken.None)).Single(feed => feed.Name == Feed).HeldRows;

    /// <summary>The street that is stored, and whether a turn was asked for to carry it.</summary>
    private (string? Street, bool Carried) Stored()
    {
        var state = (ShopCustomerState)stage.Wait(() => stage.Engine.System.RebuildAsync(
            EntityIds.ShopCustomer(RangeStage.Tenant, "main", "eva"), long.MaxValue, useSnapshot: false, CancellationToken.None)).State;
        return (state.Buyer?.Value?.Invoice.Street, state.TurnNo > 0);
    }

    private static ShopCustomerRead Customer(string uid, string street, DateTimeOffset changedAt) => new(uid, changedAt, new Buyer(
        null, "Eva", "Ek", null, $"{uid}@example.se", null, null, new PostalAddress(null, null, street, null, "11122", "Umeå", "SE"), null, null,
        ImmutableSortedDictionary<string, string>.Empty));

    private static TenantSettings Settings()
    {
        var settings = RangeSettings.Of();
        return settings with { Shops = [settings.Shops[0] with { CarryCustomerChanges = true }] };
    }
}
