using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <summary>How a buyer's own texts travel; fixed with the draft, so that a repetition of the order is identical although settings changed meanwhile.</summary>
/// <param name="SendCustomFields">Custom checkout fields go along (A13).</param>
/// <param name="CustomFields">Where each goes, by name.</param>
/// <param name="OtherCustomFields">Where all others go.</param>
/// <param name="NumberInPublishedComment">The shop's order number begins the published comment.</param>
public sealed record OrderTextRules(
    bool SendCustomFields,
    ImmutableSortedDictionary<string, CustomFieldTarget> CustomFields,
    CustomFieldTarget OtherCustomFields,
    bool NumberInPublishedComment)
{
    /// <summary>The rules of these settings.</summary>
    public static OrderTextRules Of(OrderMappingSettings settings) =>
        new(settings.SendCustomFields, settings.CustomFields, settings.OtherCustomFields, settings.OrderNumberInPublishedComment);

    /// <summary>Where a field goes.</summary>
    public CustomFieldTarget TargetOf(string field) =>
        !SendCustomFields ? CustomFieldTarget.NotSent : CustomFields.TryGetValue(field, out var own) ? own : OtherCustomFields;
}

/// <summary>The texts of one order that hold what its buyer wrote: personal, so never stored but made for each call.</summary>
/// <param name="PublishedComment">Comment that the customer sees, or null.</param>
/// <param name="InternalComment">What comes behind the draft's internal comment, or null.</param>
/// <param name="CustomerReference">The customer's reference, or null.</param>
/// <param name="RowComment">Comment of the first row, or null.</param>
public sealed record BuyerTexts(string? PublishedComment, string? InternalComment, string? CustomerReference, string? RowComment)
{
    /// <summary>The texts under these rules. Pure: the same buyer and rules give the same texts.</summary>
    /// <param name="orderNumber">The shop's order number.</param>
    public static BuyerTexts Of(Buyer buyer, string orderNumber, OrderTextRules rules)
    {
        ArgumentNullException.ThrowIfNull(buyer);
        ArgumentNullException.ThrowIfNull(rules);
        string? Fields(CustomFieldTarget target, string separator, params IEnumerable<string?> first)
        {
            var lines = first.Concat(buyer.CustomFields.Where(f => rules.TargetOf(f.Key) == target).Select(f => $"{f.Key}: {f.Value.Trim()}"))
                .Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
            return lines.Count == 0 ? null : string.Join(separator, lines);
        }

        return new BuyerTexts(
            Fields(CustomFieldTarget.PublishedComment, "\n", rules.NumberInPublishedComment ? orderNumber : null, buyer.Comment?.Trim()),
            Fields(CustomFieldTarget.InternalComment, "\n"),
            Fields(CustomFieldTarget.CustomerReference, ", "),
            Fields(CustomFieldTarget.RowComment, ", "));
    }
}
