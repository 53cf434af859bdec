using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;
using Xunit;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>The first export of a range through the whole engine, with a simulated shop and ERP (mission A24, guarantee 23).</summary>
public sealed class FirstExportTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_dry_run_sends_nothing_and_names_every_article_with_its_reason()
    {
        var stage = Stage(1, 250);
        var report = stage.Reported();

        Assert.Equal(new ReportCounts(0, 0, 245, 0, 5), report.Report);
        Assert.Equal(250, stage.Report().Count);
        var invalid = stage.Report(ExportClass.Invalid).ToDictionary(row => row.Uid);
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, invalid["10"].Code);
        Assert.Equal(ParkingCodes.ArticleNumberMissing, invalid["20"].Code);
        Assert.Equal(ParkingCodes.PackageNotExported, invalid["30"].Code);
        Assert.Equal(ParkingCodes.ArticleNumberDuplicate, invalid["40"].Code);
        Assert.Equal(ParkingCodes.ArticleNumberDuplicate, invalid["140"].Code);
        Assert.Equal(0, stage.World.SubmitCalls);
        Assert.Empty(stage.World.StockWrites);
    }

    [Fact]
    public void With_the_ERP_asked_the_report_tells_create_from_update()
    {
        var stage = new RangeStage(2, RangeSettings.Of(requeue: true));
        stage.World.Catalogue.AddRange(Enumerable.Range(1, 30).Select(i => RangeSettings.Article(i)));
        for (var i = 1; i <= 12; i++)
        {
            stage.World.Books[$"A{i}"] = new ErpArticleDraft($"A{i}", "old name", 1m, 25m);
        }

        var report = stage.Open().Reported();
        Assert.True(report.ErpAnswered);
        Assert.Equal(new ReportCounts(18, 12, 0, 0, 0), report.Report);
    }

    [Fact]
    public void A_confirmed_run_sends_every_valid_article_once_and_no_more_than_previewed()
    {
        var stage = Stage(3, 1_000);
        var report = stage.Reported();
        stage.Confirm(report);
        var end = stage.Until(ExportStage.Finished, Hour);

        Assert.Equal(995, end.ArticlesMax);
        Assert.Equal(new ExportTally(995, 0, 0), end.Done);
        Assert.Equal(995, stage.World.Books.Count);
        Assert.All(stage.World.Submissions, s => Assert.True(s.Value == 1, $"{s.Key} was sent {s.Value} times"));
        Assert.InRange(stage.World.SubmitCalls, 10, 20);
        Assert.DoesNotContain(stage.World.StockWrites, w => w.Stock == 0m);
    }

    [Fact]
    public void What_the_ERP_refuses_is_listed_and_the_others_go()
    {
        var stage = Stage(4, 300);
        stage.World.Refused.UnionWith(["A5", "A77"]);
        var report = stage.Reported();
        stage.Confirm(report);
        var end = stage.Until(ExportStage.Finished, Hour);

        Assert.Equal(new ExportTally(293, 0, 2), end.Done);
        Assert.Equal(["A5", "A77"], end.Problems.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.All(end.Problems, p => Assert.Equal("erp-7", p.Code));
    }

    [Fact]
    public void A_change_in_the_shop_while_the_export_runs_wins()
    {
        var stage = Stage(5, 1_000, RangeSettings.Of(callsASecond: 1, new ArticleSyncSettings()));
        var report = stage.Reported();
        stage.World.Catalogue[500] = stage.World.Catalogue[500] with { Name = "Nytt namn", ChangedAt = stage.Dispatcher.Now };
        stage.Confirm(report);
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(4));
        foreach (var at in new[] { 1, 900 })
        {
            stage.World.Catalogue[at] = stage.World.Catalogue[at] with { Name = "Nyare namn", ChangedAt = stage.Dispatcher.Now };
        }

        stage.Ok(admin => admin.RunFeedAsync(RangeStage.Tenant, "shop-main-articles", RangeStage.By, CancellationToken.None));
        stage.Until(ExportStage.Finished, Hour);
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(2));

        Assert.Equal(["Nytt namn", "Nyare namn", "Nyare namn"], new[] { "A501", "A2", "A901" }.Select(number => stage.World.Books[number].Name));
    }

    [Fact]
    public void No_more_articles_are_told_at_once_than_the_window_lets()
    {
        var stage = Stage(6, 1_500, RangeSettings.Of(callsASecond: 1));
        var report = stage.Reported();
        stage.Confirm(report);
        var most = 0;
        for (var i = 0; i < 12; i++)
        {
            stage.Dispatcher.RunFor(TimeSpan.FromSeconds(1));
            most = Math.Max(most, stage.Export()!.Unanswered);
        }

        Assert.InRange(most, 200, ExportState.WindowMax);
        var view = stage.Until(ExportStage.Finished, Hour);
        Assert.Equal(1_495, view.Done.Exported);
    }

    [Fact]
    public void Progress_tells_rate_and_the_time_left()
    {
        var stage = Stage(7, 2_500, RangeSettings.Of(callsASecond: 1));
        stage.Confirm(stage.Reported());
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(14));
        var view = stage.Export()!;
        var estimated = stage.Dispatcher.Now + view.Left!.Value;
        Assert.InRange(view.PerMinute!.Value, 1_000m, 6_500m);
        var end = stage.Until(ExportStage.Finished, Hour);
        Assert.InRange(end.EndedAt!.Value, estimated - TimeSpan.FromSeconds(40), estimated + TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void A_cancelled_run_tells_no_more_and_a_new_one_finds_the_rest()
    {
        var stage = Stage(8, 1_500, RangeSettings.Of(callsASecond: 1));
        stage.Confirm(stage.Reported());
        stage.Dispatcher.RunFor(TimeSpan.FromSeconds(5));
        stage.Ok(admin => admin.CancelExportAsync(RangeStage.Tenant, "main", RangeStage.By, CancellationToken.None));
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(2));
        var sent = stage.World.Books.Count;
        Assert.InRange(sent, 1, 1_200);

        var again = stage.Reported();
        Assert.Equal("main-2", again.RunId);
        Assert.Equal(sent, again.Report.Update);
        stage.Confirm(again);
        stage.Until(ExportStage.Finished, Hour);
        Assert.Equal(1_495, stage.World.Books.Count);
    }

    [Fact]
    public void An_article_is_exported_again_by_itself()
    {
        var stage = Stage(9, 50);
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(2));
        stage.Ok(admin => admin.ExportArticleAsync(RangeStage.Tenant, "A7", RangeStage.By, CancellationToken.None));
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(["A7"], stage.World.Books.Keys);
        var open = stage.Wait(() => stage.Engine.Admin.GetIntentsAsync(RangeStage.Tenant, 100, CancellationToken.None));
        Assert.DoesNotContain(open, intent => intent.PersistenceId.EndsWith("/A7", StringComparison.Ordinal));
    }

    /// <summary>So many articles, five of which cannot go.</summary>
    internal static RangeStage Stage(int seed, int articles, Domain.Tenants.TenantSettings? settings = null)
    {
        var stage = new RangeStage(seed, settings);
        stage.World.Catalogue.AddRange(Enumerable.Range(1, articles).Select(i => i switch
        {
            10 => RangeSettings.Article(i) with { Number = "Å 10" },
            20 => RangeSettings.Article(i) with { Number = "" },
            30 => RangeSettings.Article(i) with { IsPackage = true },
            140 => RangeSettings.Article(i) with { Number = "A40" },
            _ => RangeSettings.Article(i),
        }));
        return stage.Open();
    }
}
