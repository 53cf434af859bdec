using System.Text;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sync.Customers;
using Xunit;

namespace SpecterActors.Simulation.Settings;

/// <summary>Changes of the shop's registered customers, carried to the ERP's records of them by setting (V4).</summary>
public sealed class CustomerChangeTests
{
    [Fact]
    public void A_change_reaches_the_erps_record_of_a_customer_it_is_known_to_have()
    {
        var (stage, uid, customer) = Registered(carry: true);
        Change(stage, uid, a => a with { Address = "Nya gatan 9" });

        stage.Until(() => stage.Specter.Customers[customer].InvoiceAddress.Address == "Nya gatan 9", "the new address in the ERP");
        Assert.Single(stage.Specter.Customers);
        stage.Until(() => stage.Do(() => stage.Engine.GetQuietAsync(CancellationToken.None)).Quiet, "quiet");

        // At rest nothing is written any more.
        var calls = Submits(stage);
        stage.Dispatcher.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(calls, Submits(stage));
    }

    [Fact]
    public void Off_nothing_is_read_or_sent()
    {
        var (stage, uid, _) = Registered(carry: false);
        var calls = Submits(stage);
        Change(stage, uid, a => a with { Address = "Nya gatan 9" });
        stage.Dispatcher.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(calls, Submits(stage));
    }

    [Fact]
    public void Customers_the_erp_is_not_known_to_have_and_the_first_reading_change_nothing()
    {
        var stage = new SettingsStage();
        var uid = Add(stage, SettingsStage.Anna);
        Configure(stage, carry: true);
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Change(stage, uid, a => a with { Address = "Nya gatan 9" });
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));

        Assert.Equal(0, Submits(stage));
        Assert.Empty(stage.Specter.Customers);
    }

    [Fact]
    public void A_conflict_parks_the_change_and_a_retry_carries_it_once_it_is_mended()
    {
        var (stage, uid, customer) = Registered(carry: true);
        var csv = Encoding.UTF8.GetBytes("Kundnr;Orgnr\n99;556036-0793\n");
        Assert.True(stage.Do(() => stage.Engine.Admin.ImportCustomersAsync(SettingsStage.Tenant, csv, new CsvColumns(), false, SettingsStage.By, default)).Result.Ok);
        stage.Abicart.Life.ChangeCustomer(uid, b => b with { Number = "556036-0793" });
        stage.Until(() => stage.Waiting().Any(r => r.Code == "customer-conflict"), "the conflict");
        var row = stage.Waiting().Single();

        Assert.True(stage.Do(() => stage.Engine.Admin.ForgetCustomerAsync(SettingsStage.Tenant, "99", SettingsStage.By, default)).Ok);
        Assert.True(stage.Do(() => stage.Engine.Admin.RetryAsync(row.PersistenceId, SettingsStage.By, default)).Ok);
        stage.Until(() => stage.Specter.Customers[customer].OrgNo == "556036-0793", "the number in the ERP");
        Assert.Empty(stage.Waiting());
    }

    private static (SettingsStage Stage, int Uid, int Customer) Registered(bool carry)
    {
        var stage = new SettingsStage();
        var uid = Add(stage, SettingsStage.Anna);
        Configure(stage, carry);
        var customer = stage.Order(stage.Draft()).CustomerId;
        stage.Until(() => stage.Do(() => stage.Engine.GetQuietAsync(CancellationToken.None)).Quiet, "quiet after the first order");
        return (stage, uid, customer);
    }

    private static void Configure(SettingsStage stage, bool carry)
    {
        var settings = stage.Settings();
        settings = settings with { Shops = [settings.Shops[0] with { CarryCustomerChanges = carry }] };
        Assert.True(stage.Do(() => stage.Engine.Admin.ConfigureTenantAsync(settings, skipChecks: false, SettingsStage.By, CancellationToken.None)).Ok);
    }

    private static int Add(SettingsStage stage, ShopBuyer buyer) => stage.Abicart.Life.AddCustomer(buyer).Uid;

    private static void Change(SettingsStage stage, int uid, Func<ShopAddress, ShopAddress> change) =>
        stage.Abicart.Life.ChangeCustomer(uid, buyer => buyer with { Address = change(buyer.Address) });

    private static int Submits(SettingsStage stage) => stage.Network.ToSpecter.Count(f => f["action"] == "newCustomerSubmit");
}
