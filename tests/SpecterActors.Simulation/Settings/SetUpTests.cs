using System.Collections.Immutable;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Simulation.Settings;

/// <summary>What set-up checks and reports (mission A1, A3, A8, A9, A12, A16, A27).</summary>
public sealed class SetUpTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A1_right_credentials_are_taken_and_wrong_ones_refused_on_either_side(int version)
    {
        var stage = new SettingsStage(version);
        foreach (var (name, code) in new[] { ($"erp.{(version == 1 ? "md5Key1" : "apiUserKey")}", "erp-check-failed"), ($"erp.{(version == 1 ? "md5Key2" : "integrationKey")}", "erp-check-failed"), ("shop.main.auth", "shop-check-failed") })
        {
            var wrong = stage.Settings();
            wrong = wrong with { Secrets = wrong.Secrets with { Value = new SecretSet(wrong.Secrets.Value!.Values.SetItem(name, "ffffffffffffffffffffffffffffffff")) } };
            Assert.Equal(code, Configure(stage, wrong).Refusal!.Code);
        }

        Assert.True(Configure(stage, stage.Settings()).Ok);
    }

    [Fact]
    public void A1_a_callback_for_another_account_or_another_shop_is_refused()
    {
        var stage = new SettingsStage().With();
        stage.Until(() => stage.Specter.Triggers.Count > 0, "registered callbacks");
        var token = new Uri(stage.Specter.Triggers["actionStockChange"]).AbsolutePath.Split('/')[2];

        Assert.True(Take(token, "erp-stock"));
        Assert.True(Take(token, "shop-main"));
        Assert.False(Take(token, "shop-other"));
        Assert.False(Take(new string('0', token.Length), "erp-stock"));
        bool Take(string of, string kind) => stage.Do(() => Task.FromResult(stage.Engine.TakeCallback(of, kind) == CallbackAnswer.Taken));
    }

    [Fact]
    public void A3_a_shop_in_euro_is_refused_with_a_clear_error()
    {
        var refusal = Configure(new SettingsStage(shop: new Sandbox.Abicart.AbicartOptions { BaseCurrency = "EUR" })).Refusal!;
        Assert.Equal("currency-not-supported", refusal.Code);
        Assert.Contains("its base currency is EUR; SEK is needed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A3_no_setting_makes_another_base_currency_pass()
    {
        var stage = new SettingsStage(shop: new Sandbox.Abicart.AbicartOptions { BaseCurrency = "EUR" });
        Assert.Equal("settings-invalid", Configure(stage, stage.Settings(stage.Orders with { Currency = "EUR" })).Refusal!.Code);
    }

    [Fact]
    public void A_webshop_id_with_version_1_is_refused()
    {
        var stage = new SettingsStage(1);
        var refusal = Configure(stage, stage.Settings(stage.Orders with { WebshopId = 2 })).Refusal!;
        Assert.Equal("settings-invalid", refusal.Code);
        Assert.Contains("shops.main.orders.webshopId", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A16_articles_of_special_rows_are_proven_by_the_article_feed()
    {
        var stage = new SettingsStage();
        Assert.Equal(SetupPointState.NotProven, Configure(stage).Setup!.Points.Single(p => p.Subject == "shop main: freightArticle" && p.Text.Contains("exists", StringComparison.Ordinal)).State);

        stage.Until(() => Report(stage).Points.Where(p => p.Subject.EndsWith("Article", StringComparison.Ordinal)).All(p => p.State is SetupPointState.Ok or SetupPointState.Note), "proof of all special articles");
    }

    [Fact]
    public void A16_what_no_feed_shows_is_made_by_consent_and_nothing_that_exists_is_touched()
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { RoundingArticle = "ORE-1", GiftCardArticle = "KORT-1" });
        stage.Until(() => Point(stage, "freightArticle").State == SetupPointState.Ok, "the article feed");
        Assert.Equal([SetupPointState.NotProven, SetupPointState.NotProven], [Point(stage, "roundingArticle").State, Point(stage, "giftCardArticle").State]);
        Assert.Contains("/setup/prove", Point(stage, "roundingArticle").Remedy, StringComparison.Ordinal);
        Assert.Null(stage.Specter.FindArticle("ORE-1"));

        // Somebody made the one meanwhile, and no feed has shown it.
        stage.Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "KORT-1", Name = "Vårt kort", VatPercent = 0m });
        Assert.True(stage.Do(() => stage.Engine.Admin.ProveArticlesAsync(SettingsStage.Tenant, SettingsStage.By, CancellationToken.None)).Ok);
        stage.Until(() => Point(stage, "roundingArticle").State == SetupPointState.Ok && Point(stage, "giftCardArticle").State == SetupPointState.Ok, "both articles");

        Assert.Equal("Öresutjämning", stage.Specter.FindArticle("ORE-1")!.Name);
        Assert.False(stage.Specter.FindArticle("ORE-1")!.IsStockArticle);
        Assert.Equal("Vårt kort", stage.Specter.FindArticle("KORT-1")!.Name);
        Assert.All(stage.Network.ToSpecter.Where(f => f["action"] == "newArticleSubmit"), f => Assert.Equal("0", f["forceArticleUpdate"]));
    }

    [Fact]
    public void A16_a_number_that_a_shop_sells_under_is_wrong()
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { FreightArticle = "MUGG" });
        stage.Until(() => Point(stage, "freightArticle").State == SetupPointState.Wrong, "the shop's article MUGG");
        Assert.Contains("also the number of an article of shop main", Point(stage, "freightArticle").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A16_a_number_that_is_not_set_is_missing_when_the_shop_offers_what_needs_it()
    {
        var stage = new SettingsStage();
        stage.With(new OrderMappingSettings());
        Assert.Equal(
            "freightArticle Missing, paymentFeeArticle Missing, cashOnDeliveryArticle Missing, discountArticle Missing, giftCardArticle Missing, roundingArticle Note",
            string.Join(", ", Report(stage).Points.Where(p => p.Subject.EndsWith("Article", StringComparison.Ordinal)).Select(p => $"{p.Subject["shop main: ".Length..]} {p.State}")));
    }

    [Theory]
    [InlineData("RABATT", "RABATT")]
    [InlineData("FRAKT", "RAB ATT")]
    public void A16_two_special_rows_under_one_number_or_an_illegal_one_are_refused(string freight, string discount)
    {
        var stage = new SettingsStage();
        var refusal = Configure(stage, stage.Settings(stage.Orders with { FreightArticle = freight, DiscountArticle = discount })).Refusal!;
        Assert.Equal("settings-invalid", refusal.Code);
        Assert.Contains("shops.main.orders.discountArticle", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A12_in_a_shop_without_cash_on_delivery_the_report_says_that_its_zero_row_has_no_effect()
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { ZeroCashOnDeliveryRow = true });
        Assert.DoesNotContain(Report(stage).Points, p => p.Subject.EndsWith("zeroCashOnDeliveryRow", StringComparison.Ordinal));

        var settings = stage.Settings(stage.Orders with { ZeroCashOnDeliveryRow = true });
        settings = settings with { Shops = [settings.Shops[0] with { Options = settings.Shops[0].Options.SetItem("cashOnDeliveryTypes", "finns-inte") }] };
        Assert.True(Configure(stage, settings).Ok);
        Assert.Equal(SetupPointState.Note, Point(stage, "zeroCashOnDeliveryRow").State);
    }

    [Fact]
    public void A27_each_delivery_method_stands_there_with_the_id_and_name_to_enter_and_payment_types_with_their_codes()
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { DeliveryMethods = ImmutableSortedDictionary<string, string>.Empty, PaymentCodes = ImmutableSortedDictionary<string, string>.Empty.Add("card", "DP") });
        var report = Report(stage);

        Assert.Equal(new SetupMethod("main", "delivery", "401", "Postpaket", "", null), Assert.Single(report.Methods, m => m.Kind == "delivery"));
        Assert.Equal(["301 card DP", "302 cod ", "303 giftcard "], report.Methods.Where(m => m.Kind == "payment").Select(m => $"{m.Id} {m.Type} {m.LinkedAs}"));
        var unlinked = Assert.Single(report.Points, p => p.Subject.Contains("delivery method", StringComparison.Ordinal));
        Assert.Equal(SetupPointState.Missing, unlinked.State);
        Assert.Contains("Enter 401 as external key of the delivery method 'Postpaket'", unlinked.Remedy, StringComparison.Ordinal);
        Assert.False(report.Complete);
    }

    [Fact]
    public void A8_A9_what_the_shops_api_cannot_silence_stays_to_confirm_with_the_click_path()
    {
        var stage = new SettingsStage();
        var fromErp = stage.Orders with { ErpSendsConfirmation = true, ErpSendsCopyToAdministrator = true };
        stage.With(fromErp);
        foreach (var setting in new[] { "shopConfirmationIsOff", "shopCopyIsOff" })
        {
            Assert.Equal(SetupPointState.ToConfirm, Point(stage, setting).State);
            Assert.Contains("External connections", Point(stage, setting).Remedy, StringComparison.Ordinal);
        }

        stage.With(fromErp with { ShopConfirmationIsOff = true, ShopCopyIsOff = true });
        Assert.Equal([SetupPointState.Ok, SetupPointState.Ok], [Point(stage, "shopConfirmationIsOff").State, Point(stage, "shopCopyIsOff").State]);
        stage.With(stage.Orders with { ShopConfirmationIsOff = true });
        Assert.Equal(SetupPointState.Wrong, Point(stage, "shopConfirmationIsOff").State);
    }

    [Fact]
    public void A_complete_set_up_says_so()
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { RoundingArticle = "AVRUNDNING", PaymentCodes = ImmutableSortedDictionary<string, string>.Empty.Add("card", "DP").Add("cod", "P") });
        stage.Until(() => Report(stage).Complete, $"complete set-up: {string.Join("; ", Report(stage).Points.Where(p => p.State is not (SetupPointState.Ok or SetupPointState.Note)))}");
    }

    [Fact]
    public void There_is_no_report_of_a_tenant_that_does_not_exist() =>
        Assert.Null(new SettingsStage() is var stage ? stage.Do(() => stage.Engine.Admin.GetSetupAsync("nobody", CancellationToken.None)) : null);

    private static AdminResult Configure(SettingsStage stage, TenantSettings? settings = null) =>
        stage.Do(() => stage.Engine.Admin.ConfigureTenantAsync(settings ?? stage.Settings(), skipChecks: false, SettingsStage.By, CancellationToken.None));

    private static SetupReport Report(SettingsStage stage) => stage.Do(() => stage.Engine.Admin.GetSetupAsync(SettingsStage.Tenant, CancellationToken.None))!;

    private static SetupPoint Point(SettingsStage stage, string ending) =>
        Report(stage).Points.Where(p => p.Subject.EndsWith(ending, StringComparison.Ordinal)).OrderByDescending(p => p.State).First();
}
