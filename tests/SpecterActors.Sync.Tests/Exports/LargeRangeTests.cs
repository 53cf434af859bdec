using SpecterActors.Domain.Exports;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>
/// A large range at one call a second (guarantee 22). The same with 100,000 articles, a journal on disk and measured memory is the scenario
/// <c>first-export</c> of the benchmarks.
/// </summary>
public sealed class LargeRangeTests
{
    private const int Articles = 5_000;

    [Fact]
    public void At_one_call_a_second_the_lead_is_bounded_and_orders_overtake()
    {
        var stage = FirstExportTests.Stage(21, Articles, RangeSettings.Of(callsASecond: 1));
        stage.Ok(admin => admin.StartExportAsync(RangeStage.Tenant, "main", RangeStage.By, CancellationToken.None));
        stage.Confirm(stage.Until(ExportStage.Reported, TimeSpan.FromHours(2)));
        var (most, orders) = (0, 0);
        while (stage.Export() is { Stage: ExportStage.Running } view)
        {
            most = Math.Max(most, view.Unanswered);
            Assert.True(view.Told - view.Done.All <= ExportState.WindowMax, $"{view.Told} told, {view.Done.All} answered");
            var placed = stage.Dispatcher.Now;
            var number = stage.World.Place(orders++);
            stage.Ok(admin => admin.RunFeedAsync(RangeStage.Tenant, "shop-main-orders", RangeStage.By, CancellationToken.None));
            stage.Dispatcher.RunUntil(() => stage.World.HasOrder(number), TimeSpan.FromSeconds(60), $"order {number} in the ERP");
            Assert.True(stage.Dispatcher.Now - placed < TimeSpan.FromSeconds(60));
            stage.Dispatcher.RunFor(TimeSpan.FromSeconds(5));
        }

        Assert.InRange(most, 200, ExportState.WindowMax);
        Assert.True(orders > 5, $"{orders} orders");
        Assert.Equal(Articles - 5, stage.World.Books.Count);
    }
}
