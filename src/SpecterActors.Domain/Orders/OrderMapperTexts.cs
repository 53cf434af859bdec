using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>Holds a buyer's texts against the longest that the ERP takes: too long is parked, never cut (A13). Causes name fields, never what was written.</summary>
internal static class OrderMapperTexts
{
    public static void Check(Buyer buyer, ShopOrder order, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        var rules = OrderTextRules.Of(settings);
        var texts = BuyerTexts.Of(buyer, order.Number.Trim(), rules);
        Check(texts.CustomerReference, settings.CustomerReferenceLengthMax, CustomFieldTarget.CustomerReference, "customer reference");
        Check(texts.PublishedComment, settings.CommentLengthMax, CustomFieldTarget.PublishedComment, "published comment");
        Check(texts.InternalComment, settings.CommentLengthMax, CustomFieldTarget.InternalComment, "internal comment");
        Check(texts.RowComment, settings.CommentLengthMax, CustomFieldTarget.RowComment, "row comment");

        void Check(string? text, int? max, CustomFieldTarget target, string what)
        {
            // Line ends go as two characters.
            var length = text is null ? 0 : text.Length + text.Count(c => c == '\n');
            if (length <= max || max is null)
            {
                return;
            }

            var fields = buyer.CustomFields.Keys.Where(f => rules.TargetOf(f) == target).ToList();
            problems.Add(
                ParkingCodes.FieldInvalid,
                $"the {what} has {length} characters, the ERP takes {max}{(fields.Count == 0 ? "" : $"; it holds the checkout fields {string.Join(", ", fields)}")}",
                "Send the fields elsewhere (customFields in the shop's settings) and retry, or shorten the answer in the shop.");
        }
    }
}
