using SpecterActors.Domain.Orders;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Tenants;

/// <summary>Reads the group <c>orderLife</c> of a shop; names are those of <see cref="OrderLifeSettings"/> with a small first letter.</summary>
internal static class OrderLifeSettingsReader
{
    public static OrderLifeSettings Read(SettingsReader reader)
    {
        var defaults = new OrderLifeSettings();
        var life = new OrderLifeSettings
        {
            Trigger = reader.Choice("trigger", defaults.Trigger),
            Transfer = reader.Choice("transfer", defaults.Transfer),
            ExportTag = reader.Text("exportTag", 50),
            TransferStatuses = reader.Texts("transferStatuses") ?? defaults.TransferStatuses,
            WaitForComplete = reader.Bool("waitForComplete", defaults.WaitForComplete),
            IncompleteAlarmAfter = reader.Duration("incompleteAlarmAfter", defaults.IncompleteAlarmAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(90)),
            Edits = reader.Choice("edits", defaults.Edits),
            StatusToErp = reader.ChoiceMap("statusToErp", ErpOrderStatus.Delivered) ?? defaults.StatusToErp,
            RemovedIsCancelled = reader.Bool("removedIsCancelled", defaults.RemovedIsCancelled),
        };
        if (life.ExportTag is not null && life is { Trigger: not OrderTrigger.ByHand, Transfer: OrderTransfer.Directly })
        {
            reader.Problem("exportTag", "has no effect: orders go by themselves.", "Set trigger to byHand, or leave exportTag out.");
        }

        foreach (var (status, means) in life.StatusToErp.Where(s => s.Value is not (ErpOrderStatus.Delivered or ErpOrderStatus.Paid or ErpOrderStatus.Credited)))
        {
            reader.Problem($"statusToErp.{status}", $"is '{means}', which no shop can tell an ERP.", "Write delivered, paid or credited; a cancellation is carried over without this table.");
        }

        reader.RefuseUnknown();
        return life;
    }
}
