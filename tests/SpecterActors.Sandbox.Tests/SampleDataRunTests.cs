using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class SampleDataRunTests
{
    private readonly SampleWorld world = SampleWorld.Generate(5, SampleSize.Small);

    [Fact]
    public void Orders_are_placed_in_time_and_under_their_numbers()
    {
        var sandbox = new SampleDataSandbox(world);
        var run = new SampleRun(world, sandbox.Shop, Erp());
        var view = new AbicartShopView(sandbox.Abicart);

        run.Advance(TimeSpan.Zero);
        Assert.Equal(world.Orders.Count(o => o.At == TimeSpan.Zero), view.Orders.Count);
        Assert.Equal(run.OrdersPlaced, view.Orders.Count);

        run.Advance(world.Size.Duration * 2);
        Assert.Equal(world.Orders.Select(o => o.Number), view.Orders.Select(o => o.Number));
        Assert.Null(run.NextDue);
        Assert.False(run.IsDone);
        Assert.Equal(world.Size.Deliveries + world.Size.Cancellations, run.OperationsWaiting);
    }

    [Fact]
    public void Operations_on_the_stock_happen_and_those_on_orders_wait_for_them()
    {
        var specter = Account();
        var erp = new SpecterSampleErp(specter);
        erp.Fill(world);
        var run = new SampleRun(world, new SampleDataSandbox(world).Shop, erp);
        run.Advance(world.Size.Duration * 2);

        Assert.Equal(world.Size.StockChanges, run.OperationsDone);
        Assert.Equal(new SampleWorkCount(world.Size.StockChanges, world.Size.StockChanges), run.Work[SampleWork.StockChange]);
        Assert.Equal(new SampleWorkCount(world.Size.Deliveries, 0), run.Work[SampleWork.Delivery]);
        Assert.Equal(new SampleWorkCount(world.Size.Cancellations, 0), run.Work[SampleWork.Cancellation]);
        var counted = world.Operations.OfType<SampleOperation.Counted>().Last();
        var later = world.Operations.SkipWhile(o => o != counted).Skip(1);
        var expected = counted.OnShelf
            + later.OfType<SampleOperation.GoodsMoved>().Where(o => o.ArticleNumber == counted.ArticleNumber).Sum(o => o.Delta)
            - later.OfType<SampleOperation.SoldAtTill>().Where(o => o.ArticleNumber == counted.ArticleNumber).Sum(o => o.Quantity);
        Assert.Equal(expected, erp.Available[counted.ArticleNumber]);
        Assert.False(erp.Available.ContainsKey("FRAKT"));
        Assert.Equal(0, run.Advance(world.Size.Duration * 3));
    }

    [Fact]
    public void At_the_start_every_order_is_missing_and_only_the_planned_stock_differs()
    {
        var sandbox = new SampleDataSandbox(world);
        var erp = Erp();
        var differences = SampleComparer.Compare(world.Expectations, erp, new AbicartShopView(sandbox.Abicart));

        Assert.Equal(world.Size.DifferentStock, differences.Count(d => d.Kind == SampleDifferenceKind.Stock));
        Assert.Equal(world.Orders.Count, differences.Count(d => d.Kind == SampleDifferenceKind.ShopOrderMissing));
        Assert.Equal(
            world.Expectations.Orders.Count(o => o.Outcome is ExpectedOutcome.Sent),
            differences.Count(d => d.Kind == SampleDifferenceKind.OrderMissing));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_end_that_the_full_world_expects_can_be_reached_over_the_wires(int seed)
    {
        // The plain client carries orders and stock only.
        var full = SampleWorld.Generate(seed, SampleSize.Full with { OrderEdits = 30, ArticleChanges = 0, ErpPriceChanges = 0, Renames = 0 },
            SampleSettings.Demo with { FirstExport = false, SendCustomFields = false, PaymentCodes = new Dictionary<string, string>(StringComparer.Ordinal) });
        var sandbox = new SampleDataSandbox(full);
        var specter = SpecterWire.New();
        var erp = new SpecterSampleErp(specter.System);
        erp.Fill(full);
        var run = new SampleRun(full, sandbox.Shop, erp);
        var client = new SampleDataClient(sandbox.Abicart, specter, full.Settings, full.Expectations);
        for (var round = 0; round <= 5 && !run.IsDone; round++)
        {
            run.Advance(full.Size.Duration * (round / 4.0));
            client.Sync();
        }

        Assert.True(run.IsDone, $"{run.OperationsWaiting} operations still wait");
        var differences = SampleComparer.Compare(full.Expectations, erp, new AbicartShopView(sandbox.Abicart));
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Take(20)));
    }

    private static SpecterSystem Account() => new("specter-1", new SpecterOptions(), new AbicartManualTime(), 1);

    private SpecterSampleErp Erp()
    {
        var erp = new SpecterSampleErp(Account());
        erp.Fill(world);
        return erp;
    }
}
