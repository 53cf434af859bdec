using System.Collections.Immutable;
using SpecterActors.Domain.Orders;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Tenants;

/// <summary>Reads the group <c>orders</c> of a shop; names are those of <see cref="OrderMappingSettings"/> with a small first letter.</summary>
internal static class OrderSettingsReader
{
    private const int ArticleLengthMax = 50;

    public static OrderMappingSettings Read(SettingsReader reader)
    {
        var defaults = new OrderMappingSettings();
        var orders = new OrderMappingSettings
        {
            OrderPrefix = reader.Text("orderPrefix", 10) ?? defaults.OrderPrefix,
            WebshopId = reader.OptionalInt("webshopId", 0, int.MaxValue),
            Currency = Currency(reader, reader.Text("currency", 3) ?? defaults.Currency),
            OtherCurrencies = reader.Texts("otherCurrencies") ?? defaults.OtherCurrencies,
            FreightArticle = reader.Text("freightArticle", ArticleLengthMax),
            PaymentFeeArticle = reader.Text("paymentFeeArticle", ArticleLengthMax),
            CashOnDeliveryArticle = reader.Text("cashOnDeliveryArticle", ArticleLengthMax),
            DiscountArticle = reader.Text("discountArticle", ArticleLengthMax),
            GiftCardArticle = reader.Text("giftCardArticle", ArticleLengthMax),
            RoundingArticle = reader.Text("roundingArticle", ArticleLengthMax),
            ZeroFreightRow = reader.Bool("zeroFreightRow", defaults.ZeroFreightRow),
            ZeroPaymentFeeRow = reader.Bool("zeroPaymentFeeRow", defaults.ZeroPaymentFeeRow),
            ZeroCashOnDeliveryRow = reader.Bool("zeroCashOnDeliveryRow", defaults.ZeroCashOnDeliveryRow),
            OrderDiscounts = reader.Choice("orderDiscounts", defaults.OrderDiscounts),
            RowPercentPrice = reader.Choice("rowPercentPrice", defaults.RowPercentPrice),
            Rounding = reader.Choice("rounding", defaults.Rounding),
            UnitPriceDecimals = reader.Int("unitPriceDecimals", defaults.UnitPriceDecimals, 2, 6),
            CompanyIntoAddressLine1 = reader.Bool("companyIntoAddressLine1", defaults.CompanyIntoAddressLine1),
            SendCustomFields = reader.Bool("sendCustomFields", defaults.SendCustomFields),
            CustomFields = reader.ChoiceMap("customFields", CustomFieldTarget.PublishedComment) ?? defaults.CustomFields,
            OtherCustomFields = reader.Choice("otherCustomFields", defaults.OtherCustomFields),
            OrderNumberInPublishedComment = reader.Bool("orderNumberInPublishedComment", defaults.OrderNumberInPublishedComment),
            CommentLengthMax = reader.OptionalInt("commentLengthMax", 1, 1_000_000),
            CustomerReferenceLengthMax = reader.Int("customerReferenceLengthMax", defaults.CustomerReferenceLengthMax, 1, 1_000),
            ErpSendsConfirmation = reader.Bool("erpSendsConfirmation", defaults.ErpSendsConfirmation),
            ErpSendsCopyToAdministrator = reader.Bool("erpSendsCopyToAdministrator", defaults.ErpSendsCopyToAdministrator),
            ShopConfirmationIsOff = reader.Bool("shopConfirmationIsOff", defaults.ShopConfirmationIsOff),
            ShopCopyIsOff = reader.Bool("shopCopyIsOff", defaults.ShopCopyIsOff),
            StockSiteId = reader.OptionalInt("stockSiteId", 0, int.MaxValue),
            ExplodePackages = reader.Bool("explodePackages", defaults.ExplodePackages),
            PaymentCodes = reader.Map("paymentCodes") ?? defaults.PaymentCodes,
            PaymentReferencePrefixes = reader.Map("paymentReferencePrefixes") ?? defaults.PaymentReferencePrefixes,
            PaySystemUsers = reader.Map("paySystemUsers") ?? defaults.PaySystemUsers,
            UnmappedPayment = reader.Choice("unmappedPayment", defaults.UnmappedPayment),
            DeliveryMethods = reader.Map("deliveryMethods") ?? defaults.DeliveryMethods,
            UnlinkedDelivery = reader.Choice("unlinkedDelivery", defaults.UnlinkedDelivery),
            DeliveryKeyIsPaymentMethod = reader.Bool("deliveryKeyIsPaymentMethod", defaults.DeliveryKeyIsPaymentMethod),
            VatPercents = reader.Decimals("vatPercents", 0, 100) ?? defaults.VatPercents,
            VatPercentsByCountry = Countries(reader) ?? defaults.VatPercentsByCountry,
            Languages = reader.Map("languages") ?? defaults.Languages,
        };
        if (orders.Rounding == RoundingPolicy.RoundingRow && orders.RoundingArticle is null)
        {
            reader.Problem("roundingArticle", "is missing, and rounding rows need it.", "Name the article, or set rounding to splitRow.");
        }

        reader.RefuseUnknown();
        return orders;
    }

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<decimal>>? Countries(SettingsReader reader)
    {
        var map = reader.DecimalsMap("vatPercentsByCountry", 0, 100);
        foreach (var country in map?.Keys.Where(key => key.Length != 2 || !key.All(char.IsAsciiLetterUpper)) ?? [])
        {
            reader.Problem($"vatPercentsByCountry.{country}", "is not a country code.", "Write two capital letters (ISO 3166-1), FI for example.");
        }

        return map;
    }

    private static string Currency(SettingsReader reader, string text)
    {
        if (text.Length != 3 || !text.All(char.IsAsciiLetterUpper))
        {
            reader.Problem("currency", $"\"{text}\" is not a currency code.", "Write three capital letters, SEK for example.");
        }

        return text;
    }
}
