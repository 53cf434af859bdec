using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sync.Admin;
using Xunit;
using ShopArticle = SpecterActors.Sandbox.Abicart.Model.ShopArticle;

namespace SpecterActors.Simulation.Settings;

/// <summary>Articles and their stock by setting: what goes to Specter, field by field, and what stands on both sides in the end (A2, A4, A18, A24 to A26).</summary>
public sealed class ArticleSettingTests
{
    [Theory]
    [InlineData(ProductExportTrigger.AddedOrChanged, ProductExportTransfer.Directly, true)]
    [InlineData(ProductExportTrigger.Inactive, ProductExportTransfer.Directly, false)]
    [InlineData(ProductExportTrigger.AddedOrChanged, ProductExportTransfer.NotAtAll, false)]
    public void A18_A25_an_added_and_a_changed_article_go_when_both_settings_say_so_and_neither_does_otherwise(ProductExportTrigger trigger, ProductExportTransfer transfer, bool goes)
    {
        var stage = Stage(a => a with { ExportTrigger = trigger, ExportTransfer = transfer });
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Assert.Empty(Submitted(stage));

        Add(stage, "NY", 250m);
        var mug = stage.Abicart.Content.Articles.All.Single(a => a.Number == "MUGG");
        stage.Abicart.Life.ChangeArticle(mug.Uid, a => a with { Name = Named("Större mugg"), PriceIncVat = 150m });
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(20));

        if (!goes)
        {
            Assert.Empty(Submitted(stage));
            Assert.Equal((null, "MUGG"), (stage.Specter.FindArticle("NY"), stage.Specter.FindArticle("MUGG")!.Name));
            return;
        }

        Assert.Equal(("En NY", 200m, 25m), Shown(stage, "NY"));
        Assert.Equal(("Större mugg", 120m, 25m), Shown(stage, "MUGG"));
        Assert.Equal(["MUGG Större mugg 120.00 25", "NY En NY 200.00 25"], Submitted(stage).SelectMany(Rows).Order(StringComparer.Ordinal));
        Assert.All(Submitted(stage), f => Assert.Equal("1", f["forceArticleUpdate"]));
    }

    [Fact]
    public void A2_A4_A24_the_first_export_sends_what_is_valid_updates_what_exists_and_reports_each_of_the_rest()
    {
        var stage = Stage(a => a with { ExportTransfer = ProductExportTransfer.NotAtAll });
        foreach (var (number, package) in new[] { ("NY-1_a", false), ("", false), ("Å 1", false), ("DUBBEL", false), ("DUBBEL", false), ("PAKET", true) })
        {
            Add(stage, number, 250m, package);
        }

        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Must(stage, a => a.StartExportAsync(SettingsStage.Tenant, "main", SettingsStage.By, default));
        stage.Until(() => View(stage) is { Stage: ExportStage.Reported }, "the report");
        var report = stage.Do(() => stage.Engine.Admin.GetExportReportAsync(SettingsStage.Tenant, "main", ExportClass.Invalid, null, 100, default))!;
        Assert.Equal(
            [
                (ParkingCodes.ArticleNumberDuplicate, "DUBBEL"), (ParkingCodes.ArticleNumberDuplicate, "DUBBEL"), (ParkingCodes.ArticleNumberIllegal, "Å 1"),
                (ParkingCodes.ArticleNumberMissing, ""), (ParkingCodes.PackageNotExported, "PAKET"),
            ],
            report.Rows.Select(r => (r.Code!, r.Number)).Order());
        Assert.All(report.Rows, r => Assert.False(string.IsNullOrWhiteSpace(r.Cause) || string.IsNullOrWhiteSpace(r.Remedy)));
        Assert.Empty(Submitted(stage));

        var reportId = View(stage)!.RunId;
        Must(stage, a => a.ConfirmExportAsync(SettingsStage.Tenant, "main", reportId, SettingsStage.By, default));
        stage.Until(() => View(stage) is { Stage: ExportStage.Finished }, "the end of the export");
        Assert.Equal(["BOK En BOK 100.00 6", "MUGG En MUGG 100.00 25", "NY-1_a En NY-1_a 200.00 25"], Submitted(stage).SelectMany(Rows).Order(StringComparer.Ordinal));
        Assert.Equal("En MUGG", stage.Specter.FindArticle("MUGG")!.Name);
        Assert.Null(stage.Specter.FindArticle("DUBBEL"));
        Assert.Null(stage.Specter.FindArticle("PAKET"));
    }

    [Fact]
    public void A26_stock_flows_to_articles_under_stock_control_and_to_others_once_control_is_on_and_they_were_exported_again()
    {
        var stage = Stage(a => a);
        var service = Add(stage, "TJANST", 250m, stock: null);
        stage.Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "TJANST", Name = "En TJANST", IsStockArticle = true }, 7m);
        stage.Specter.SetStock("MUGG", 60m);
        stage.Until(() => Stock(stage, "MUGG") == 60m, "the mug's stock in the shop");
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Assert.Null(Stock(stage, "TJANST"));
        Assert.Contains(
            $"{SettingsStage.Tenant}/article/TJANST",
            stage.Do(() => stage.Engine.Admin.GetNotedArticlesAsync(SettingsStage.Tenant, ArticleObstacles.NoStockSync, 100, default))!.Articles);

        // Control alone does not join it.
        stage.Abicart.Life.ChangeArticle(service.Uid, a => a with { Stock = 1m });
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(1m, Stock(stage, "TJANST"));
        Must(stage, a => a.ExportArticleAsync(SettingsStage.Tenant, "TJANST", SettingsStage.By, default));
        stage.Until(() => Stock(stage, "TJANST") == 7m, "the stock of the article that joined");
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "3")]
    public void The_shops_stock_goes_along_with_a_new_article_by_setting_and_never_with_one_that_is_there(bool on, string? sent)
    {
        var stage = Stage(a => a with { SendInitialStock = on });
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Add(stage, "NY", 250m);
        var mug = stage.Abicart.Content.Articles.All.Single(a => a.Number == "MUGG");
        stage.Abicart.Life.ChangeArticle(mug.Uid, a => a with { Name = Named("Större mugg"), Stock = 5m });
        stage.Until(() => stage.Specter.FindArticle("NY") is not null && stage.Specter.FindArticle("MUGG")!.Name == "Större mugg", "both articles in the ERP");
        Assert.Equal([sent], Submitted(stage).SelectMany(f => Numbered(f, "articleNo", "noItemsInStock")).Where(r => r.Number == "NY").Select(r => r.Value));
        Assert.All(Submitted(stage).SelectMany(f => Numbered(f, "articleNo", "noItemsInStock")).Where(r => r.Number == "MUGG"), r => Assert.Null(r.Value));
        Assert.Equal((on ? 3m : 0m, 100m), (stage.Specter.FindArticle("NY")!.Physical, stage.Specter.FindArticle("MUGG")!.Physical));
    }

    [Theory]
    [InlineData(false, "80.00")]
    [InlineData(true, "79.20")]
    public void A29_the_price_goes_as_the_shops_own_without_vat_or_as_that_with_vat_less_vat(bool fromIncVat, string sent)
    {
        var stage = Stage(a => a with { Prices = a.Prices with { ExportFromIncVat = fromIncVat } });
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        // The shop shows whole crowns with VAT.
        stage.Abicart.Life.AddArticle(new ShopArticle { Uid = 0, Number = "NETTO", Name = Named("Netto"), StoredExVat = 80m, PriceIncVat = 99m, VatRate = 0.25m, Stock = 1m });
        stage.Until(() => stage.Specter.FindArticle("NETTO") is not null, "the article in the ERP");
        Assert.Equal([sent], Submitted(stage).SelectMany(f => Numbered(f, "articleNo", "priceExclVAT")).Where(r => r.Number == "NETTO").Select(r => r.Value));
    }

    private static IEnumerable<(string Number, string? Value)> Numbered(IReadOnlyDictionary<string, string> sent, string number, string value) =>
        Enumerable.Range(1, sent.Keys.Count(k => k.StartsWith(number + "_", StringComparison.Ordinal))).Select(n => (sent[$"{number}_{n}"], sent.GetValueOrDefault($"{value}_{n}")));

    private static SettingsStage Stage(Func<ArticleSyncSettings, ArticleSyncSettings> change)
    {
        var stage = new SettingsStage();
        var settings = stage.Settings();
        settings = settings with { Shops = [settings.Shops[0] with { Articles = change(settings.Shops[0].Articles) }] };
        Must(stage, a => a.ConfigureTenantAsync(settings, skipChecks: false, SettingsStage.By, default));
        return stage;
    }

    private static ShopArticle Add(SettingsStage stage, string number, decimal price, bool isPackage = false, decimal? stock = 3m) => stage.Abicart.Life.AddArticle(new ShopArticle
    {
        Uid = 0, Number = number, Name = Named($"En {number}"), PriceIncVat = price, VatRate = 0.25m, Stock = stock, IsPackage = isPackage,
    });

    private static Dictionary<string, string> Named(string name) => new(StringComparer.Ordinal) { ["sv"] = name };

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Submitted(SettingsStage stage) => [.. stage.Network.ToSpecter.Where(f => f["action"] == "newArticleSubmit")];

    private static IEnumerable<string> Rows(IReadOnlyDictionary<string, string> sent) => Enumerable.Range(1, sent.Keys.Count(k => k.StartsWith("articleNo_", StringComparison.Ordinal)))
        .Select(n => $"{sent[$"articleNo_{n}"]} {sent[$"name_{n}"]} {sent[$"priceExclVAT_{n}"]} {sent[$"vatPercent_{n}"]}");

    private static (string Name, decimal Price, decimal Vat) Shown(SettingsStage stage, string number) =>
        stage.Specter.FindArticle(number) is { } a ? (a.Name, a.PriceExclVat, a.VatPercent) : ("", 0m, 0m);

    private static decimal? Stock(SettingsStage stage, string number) => stage.Abicart.Content.Articles.All.Single(a => a.Number == number).Stock;

    private static ExportView? View(SettingsStage stage) => stage.Do(() => stage.Engine.Admin.GetExportAsync(SettingsStage.Tenant, "main", default));

    private static void Must(SettingsStage stage, Func<IAdminService, Task<AdminResult>> action)
    {
        var result = stage.Do(() => action(stage.Engine.Admin));
        Assert.True(result.Ok, result.Refusal?.ToString());
    }
}
