using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Exports that a run asks for (mission A24), and changes of the shop that go by themselves (A18, A25).</summary>
public sealed class ArticleExportTests
{
    private readonly ArticleStory story = new();
    private ArticleSyncSettings settings = new();

    [Fact]
    public void A_run_has_it_submitted_once_and_is_told_the_outcome()
    {
        story.List();
        Export("R1").Then("export-requested", "submit-opened");
        Assert.Equal((true, SubmitPriority.Catalogue), (story.State.Submit!.Update, story.State.Submit.Priority));
        Export("R1").ThenUnchanged();
        story.Ensured(CallResultKind.Done).Then("submitted", "export-ended");
        Assert.Equal(ExportOutcomes.Done, story.State.Exports["R1"].Outcome);
        Told("R1").Then("export-told");
        Told("R1").ThenUnchanged();
        Export("R1").ThenUnchanged();
        Export("R2").Then("export-requested", "export-ended");
        Assert.Equal(ExportOutcomes.Skipped, story.State.Exports["R2"].Outcome);
    }

    [Fact]
    public void Two_runs_are_answered_by_one_submission()
    {
        story.List();
        Export("R1");
        Export("R2").Then("export-requested", "submit-opened");
        story.Ensured(CallResultKind.Done).Then("submitted", "export-ended", "export-ended");
    }

    [Fact]
    public void A_refusal_is_told_and_the_article_tried_again()
    {
        story.List();
        Export("R1");
        story.Ensured(CallResultKind.Refused, "specter-12").Then("ensure-refused", "export-ended");
        Assert.Equal(("refused", "specter-12"), (story.State.Exports["R1"].Outcome, story.State.Exports["R1"].Code));
        Assert.NotNull(story.State.Submit);
        story.Ensured(CallResultKind.Done).Then("submitted");
    }

    [Fact]
    public void A_second_article_of_the_number_ends_it()
    {
        story.List();
        Export("R1");
        story.List(InShop with { Ref = new ShopArticleRef("10", null) }).Then("duplicate-claimed", "export-ended");
        Assert.Equal((ExportOutcomes.Refused, ParkingCodes.ArticleNumberDuplicate), (story.State.Exports["R1"].Outcome, story.State.Exports["R1"].Code));
        Assert.Null(ArticleSubmissions.Due(story.State, "A1"));
    }

    [Fact]
    public void What_changes_meanwhile_goes_with_the_export()
    {
        story.List();
        Export("R1");
        var first = story.State.Submit!;
        Change(InShop with { Name = "Mugg" }).Then("listed", "submit-opened");
        Assert.Equal("Mugg", story.State.Submit!.Draft.Name);
        // The older one was under way already: it counts as sent, and the newer one goes after it.
        story.Submitted(first, CallResultKind.Done).Then("submitted", "export-ended");
        Assert.Equal("Mugg", story.State.Submit!.Draft.Name);
        story.Ensured(CallResultKind.Done).Then("submitted");
        Assert.Null(story.State.Submit);
    }

    [Fact]
    public void An_order_in_need_takes_the_export_along()
    {
        story.List();
        Export("R1");
        story.Ensure().Then("submit-opened");
        Assert.Equal((true, SubmitPriority.Order), (story.State.Submit!.Update, story.State.Submit.Priority));
        story.Ensure().ThenUnchanged();
    }

    [Fact]
    public void An_unknown_outcome_settles_before_anything_newer_goes()
    {
        story.List();
        Export("R1");
        story.Ensured(CallResultKind.Ambiguous).Then("submit-ambiguous");
        Assert.Equal(story.Now + Settle, story.State.SubmitUnsettledUntil);
        Change(InShop with { Name = "Mugg" });
        Assert.Equal(story.Now + Settle, story.State.SubmitUnsettledUntil);
        story.Ensured(CallResultKind.Done);
        Assert.Null(story.State.SubmitUnsettledUntil);
    }

    [Fact]
    public void What_the_erp_changes_meanwhile_is_not_set_back_by_an_attempt_that_is_repeated()
    {
        settings = new ArticleSyncSettings { ImportFromErp = true };
        story.List();
        Shown(90m);
        Export("R1").Then("export-requested", "submit-opened");
        var first = story.State.Submit!;
        story.Ensured(CallResultKind.Ambiguous).Then("submit-ambiguous");
        Shown(95m).Then("erp-seen", "shop-write-opened", "submit-opened");
        Assert.Equal((95m, story.Now + Settle), (story.State.Submit!.Draft.PriceExVat, story.State.SubmitUnsettledUntil));
        Shown(95m).ThenUnchanged();

        // The older one comes through after all: the newer one still goes, with what the ERP had shown.
        story.Submitted(first, CallResultKind.Done).Then("submitted", "export-ended");
        Assert.Equal(95m, story.State.Submit!.Draft.PriceExVat);
        story.Ensured(CallResultKind.Done).Then("submitted");
        Assert.Equal((null, 95m), (story.State.Submit, story.State.ErpSeen!.Price));
    }

    [Fact]
    public void A_number_that_the_erp_changes_meanwhile_is_not_made_there_a_second_time()
    {
        story.List();
        story.Figure(5m);
        Export("R1");
        story.Ensured(CallResultKind.Ambiguous);
        Rename("B1").Then("listed", "renumbered", "export-ended");
        Assert.Equal("A1", story.State.Submit!.Draft.Number);
        Shown(80m, "B1").Then("erp-renumbered", "erp-seen", "submit-opened");
        Assert.Equal(("B1", null), (story.State.Submit!.Draft.Number, story.State.Submit.Draft.FormerNumber));
    }

    [Fact]
    public void A_figure_under_the_new_number_is_word_of_it_too()
    {
        story.List();
        story.Figure(5m);
        Export("R1");
        Rename("B1");
        story.When(new ArticleCommand.SeeFigure(4m, 9, null, story.Now) { Rules = Rules, Key = "A1", As = "B1" }).Then("erp-renumbered", "figure-read", "submit-opened");
        Assert.Equal("B1", story.State.Submit!.Draft.Number);
    }

    [Fact]
    public void While_the_erp_still_has_the_old_number_what_is_repeated_carries_that_and_its_newest_price()
    {
        settings = new ArticleSyncSettings { ImportFromErp = true };
        story.List();
        Shown(90m);
        Export("R1");
        story.Ensured(CallResultKind.Ambiguous);
        Rename("B1");
        Shown(95m).Then("erp-seen", "shop-write-opened", "submit-opened");
        Assert.Equal(("A1", 95m), (story.State.Submit!.Draft.Number, story.State.Submit.Draft.PriceExVat));
    }

    [Fact]
    public void What_may_not_go_is_refused_with_its_reason()
    {
        Export("R1");
        Assert.Equal(ParkingCodes.ArticleNotListed, story.State.Exports["R1"].Code);
        story.List(InShop with { IsPackage = true });
        Export("R2");
        Assert.Equal(ParkingCodes.PackageNotExported, story.State.Exports["R2"].Code);
        story.List(InShop with { Ref = new ShopArticleRef("12", null) });
        Export("R3");
        Assert.Equal(ParkingCodes.ArticleNumberDuplicate, story.State.Exports["R3"].Code);
        Assert.Null(story.State.Submit);
    }

    [Fact]
    public void An_article_whose_row_is_held_back_is_not_answered_for_until_it_is_listed()
    {
        var held = new ArticleCommand.Export("R1", "demo/export/1", story.Now) { Rules = Rules, RowHeld = true };
        story.When(held).ThenUnchanged();
        story.List();
        story.When(held).Then("export-requested", "submit-opened");
        story.When(held with { RowHeld = false }).ThenUnchanged();
    }

    [Fact]
    public void An_illegal_number_or_a_missing_price_is_refused()
    {
        story.List(InShop with { Number = "A 1" });
        Export("R1");
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, story.State.Exports["R1"].Code);
        story.List(InShop with { PriceExVat = null, PriceIncVat = null });
        Export("R2");
        Assert.Equal(ParkingCodes.FieldInvalid, story.State.Exports["R2"].Code);
    }

    [Fact]
    public void What_the_first_reading_shows_is_no_change_and_what_comes_later_is()
    {
        story.When(new ArticleCommand.SeeListing("main", InShop, Noon, Baseline: true) { Rules = Rules }).Then("listed");
        Change(InShop with { Name = "Mugg" }).Then("listed", "submit-opened");
        var added = new ArticleStory();
        added.When(new ArticleCommand.SeeListing("main", InShop, Noon) { Rules = Rules }).Then("listed", "submit-opened");
    }

    [Theory]
    [InlineData(ProductExportTrigger.Inactive, ProductExportTransfer.Directly)]
    [InlineData(ProductExportTrigger.AddedOrChanged, ProductExportTransfer.NotAtAll)]
    public void Either_setting_off_means_neither_creation_nor_update(ProductExportTrigger trigger, ProductExportTransfer transfer)
    {
        settings = new ArticleSyncSettings { ExportTrigger = trigger, ExportTransfer = transfer };
        Change(InShop).Then("listed");
        Change(InShop with { Name = "Mugg" }).Then("listed");
    }

    [Fact]
    public void Only_what_the_shop_decides_makes_an_update()
    {
        settings = new ArticleSyncSettings { ImportFromErp = true };
        story.List();
        story.Figure(5m);
        Export("R1");
        Assert.Equal(ParkingCodes.ErpValueUnknown, story.State.Exports["R1"].Code);
    }

    [Fact]
    public void The_price_without_vat_is_the_shops_own_or_that_with_vat_less_vat()
    {
        story.List(InShop with { PriceExVat = 79.99m, PriceIncVat = 100m });
        Assert.Equal(79.99m, ArticleDrafts.Wanted(story.State, Rules).Draft!.PriceExVat);
        settings = new ArticleSyncSettings { Prices = new ArticlePriceSettings { ExportFromIncVat = true } };
        Assert.Equal(80m, ArticleDrafts.Wanted(story.State, Rules).Draft!.PriceExVat);
    }

    [Fact]
    public void Stock_and_purchase_price_go_along_only_by_setting_and_stock_only_at_creation()
    {
        story.List(InShop with { PurchasePrice = 40m });
        Assert.Equal((null, null), Sent());
        settings = new ArticleSyncSettings { SendInitialStock = true, SendPurchasePrice = true };
        Assert.Equal((10m, 40m), Sent());
        story.Figure(3m);
        Assert.Equal((null, 40m), Sent());

        (decimal?, decimal?) Sent() => ArticleDrafts.Wanted(story.State, Rules).Draft is { } d ? (d.InitialStock, d.PurchasePrice) : default;
    }

    [Fact]
    public void Stock_control_switched_on_later_joins_with_a_repeated_export()
    {
        story.List(InShop with { Stock = null });
        story.Figure(7m);
        Assert.Equal([ArticleObstacles.NoStockSync], ArticleObstacles.Notes(story.State));
        story.List();
        story.Push(10m).ThenUnchanged();
        Assert.Equal([ArticleObstacles.NoStockSync], ArticleObstacles.Notes(story.State));
        Export("R1");
        story.Ensured(CallResultKind.Done);
        Assert.Empty(ArticleObstacles.Notes(story.State));
        story.Push(10m).Then("push-started");
    }

    private ArticleRules Rules => new(ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", settings));

    private Story<ArticleState, ArticleCommand, ArticleEvent> Export(string run) => story.When(new ArticleCommand.Export(run, "demo/export/1", story.Now) { Rules = Rules });

    private Story<ArticleState, ArticleCommand, ArticleEvent> Told(string run) => story.When(new ArticleCommand.ExportTold(run, story.Now));

    private Story<ArticleState, ArticleCommand, ArticleEvent> Shown(decimal price, string number = "A1") =>
        story.When(new ArticleCommand.SeeErpArticle(story.Now, new ErpArticle { Name = "Kopp", Price = price, VatPercent = 25m }) { Rules = Rules, Key = "A1", As = number });

    private Story<ArticleState, ArticleCommand, ArticleEvent> Rename(string number) =>
        story.When(new ArticleCommand.SeeListing("main", story.Listing.Article with { Number = number }, story.Now, Estate: YieldedNumber.Nothing) { Rules = Rules, Key = "A1", As = number });

    private Story<ArticleState, ArticleCommand, ArticleEvent> Change(ShopArticle article) =>
        story.When(new ArticleCommand.SeeListing("main", article, story.Now) { Rules = Rules });
}
