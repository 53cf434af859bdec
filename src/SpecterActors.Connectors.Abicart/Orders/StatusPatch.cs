using System.Text.Json;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Abicart.Orders;

/// <summary>
/// What the shop's order is to show, in the places that the shop has (abicart.md section 1.7): deliveryStatus, discarded; by setting the admin
/// tags for what has no place of its own, and the admin note for tracking numbers. Pure.
/// </summary>
internal sealed class StatusPatch(ShopStatusWrite write, AbicartOptions options)
{
    /// <summary>Asks for what tags and note hold now: both are written whole.</summary>
    public const string Query = """{"note":true,"tags":true}""";

    private readonly List<string> tags = [.. options.StatusTags.Where(t => write.Marks.HasFlag(t.Key)).Select(t => t.Value)];
    private readonly List<string> lines = options.TrackingIntoNote && write.Tracking.Length > 0 ? [string.Concat(options.TrackingNoteText, " ", write.Tracking)] : [];

    /// <summary>Whether tags or note must be read first.</summary>
    public bool NeedsReading => tags.Count + lines.Count > 0;

    private string? DeliveryStatus => write.Marks.HasFlag(ErpOrderMarks.Delivered) ? options.SentStatus
        : write.Marks.HasFlag(ErpOrderMarks.PartlyDelivered) ? options.PartlySentStatus
        : null;

    /// <summary>The members to set, over the order as it was read; null when there is nothing to set.</summary>
    public Action<Utf8JsonWriter>? Over(WireValue? order)
    {
        var had = order is { } value ? value["tags"].Elements().Select(t => t.Text()).ToList() : [];
        var missing = tags.Except(had, StringComparer.Ordinal).ToList();
        var note = order is { } read ? read["note"].Text() : "";
        var added = lines.Where(line => !note.Contains(line, StringComparison.Ordinal)).ToList();
        if (DeliveryStatus is null && !write.Marks.HasFlag(ErpOrderMarks.Cancelled) && missing.Count + added.Count == 0)
        {
            return null;
        }

        return writer =>
        {
            if (DeliveryStatus is { } status)
            {
                writer.WriteString("deliveryStatus", status);
            }

            if (write.Marks.HasFlag(ErpOrderMarks.Cancelled))
            {
                writer.WriteBoolean("discarded", true);
            }

            if (missing.Count > 0)
            {
                writer.WriteStartArray("tags");
                foreach (var tag in had.Concat(missing))
                {
                    writer.WriteStringValue(tag);
                }

                writer.WriteEndArray();
            }

            if (added.Count > 0)
            {
                writer.WriteString("note", string.Join('\n', added.Prepend(note).Where(l => l.Length > 0)));
            }
        };
    }
}
