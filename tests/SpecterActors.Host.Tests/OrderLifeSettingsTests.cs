using System.Text.Json.Nodes;
using SpecterActors.Domain.Orders;
using SpecterActors.Host.Tenants;

namespace SpecterActors.Host.Tests;

/// <summary>The group <c>orderLife</c> of a shop (A17, A23, M8, pitfall 22).</summary>
public sealed class OrderLifeSettingsTests
{
    [Fact]
    public void Every_setting_is_read_and_what_is_not_said_has_its_default()
    {
        var life = Read("""
            {"trigger":"byHand","transfer":"notAtAll","exportTag":"Exportera","transferStatuses":["payment:paid"],"waitForComplete":false,
             "incompleteAlarmAfter":"2 h","edits":"byHand","removedIsCancelled":true,"statusToErp":{"delivery:sent":"delivered","tag:Retur":"credited"}}
            """);
        Assert.Equal(
            (OrderTrigger.ByHand, OrderTransfer.NotAtAll, "Exportera", false, TimeSpan.FromHours(2), OrderEditPolicy.ByHand, true),
            (life!.Trigger, life.Transfer, life.ExportTag, life.WaitForComplete, life.IncompleteAlarmAfter, life.Edits, life.RemovedIsCancelled));
        Assert.Equal(["payment:paid"], life.TransferStatuses);
        Assert.Equal(["delivery:sent=Delivered", "tag:Retur=Credited"], life.StatusToErp.Select(s => $"{s.Key}={s.Value}"));
        Assert.Equal(new OrderLifeSettings(), Read("{}"));
    }

    [Theory]
    [InlineData("""{"trigger":"perhaps"}""", "shops.main.orderLife.trigger")]
    [InlineData("""{"transfer":"later"}""", "shops.main.orderLife.transfer")]
    [InlineData("""{"edits":"never"}""", "shops.main.orderLife.edits")]
    [InlineData("""{"statusToErp":{"payment:paid":"settled"}}""", "shops.main.orderLife.statusToErp.payment:paid")]
    [InlineData("""{"statusToErp":{"payment:paid":"cancelled"}}""", "shops.main.orderLife.statusToErp.payment:paid")]
    [InlineData("""{"exportTag":"Exportera"}""", "shops.main.orderLife.exportTag")]
    [InlineData("""{"incompleteAlarmAfter":"1 s"}""", "shops.main.orderLife.incompleteAlarmAfter")]
    [InlineData("""{"transferStatus":[]}""", "shops.main.orderLife.transferStatus")]
    public void Each_fault_names_its_field_and_a_remedy(string json, string field)
    {
        var (settings, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(s => s["shops"]!["main"]!["orderLife"] = JsonNode.Parse(json)));
        Assert.Null(settings);
        Assert.Contains(problems, p => p.Field == field && p.Remedy.Length > 0);
    }

    private static OrderLifeSettings? Read(string json)
    {
        var (settings, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(s => s["shops"]!["main"]!["orderLife"] = JsonNode.Parse(json)));
        Assert.Empty(problems);
        return settings!.Shops[0].OrderLife;
    }
}
