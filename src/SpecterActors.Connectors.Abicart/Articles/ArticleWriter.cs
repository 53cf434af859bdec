using System.Text.Json;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Abicart.Articles;

/// <summary>Article data as <c>Article.set</c> wants them (abicart.md section 1.8): texts by language, prices by currency. Pure.</summary>
internal static class ArticleWriter
{
    public static void Write(Utf8JsonWriter writer, ArticlePatch patch, bool pricesExcludeVat, AbicartOptions options)
    {
        if (patch.Number is { } number)
        {
            writer.WriteString("articleNumber", number);
        }

        Text(writer, "name", patch.Name, options);
        Text(writer, "description", patch.Description, options);
        Prices(writer, patch, pricesExcludeVat, options);
        if (patch.VatPercent is { } percent)
        {
            writer.WriteNumber("vatRate", percent / 100m);
        }

        if (patch.Ean is { } ean)
        {
            writer.WriteString("ean", ean);
        }

        if (patch.Weight is { } weight)
        {
            writer.WriteNumber("weight", options.WeightInGrams ? decimal.Round(weight * 1000m, 0, MidpointRounding.AwayFromZero) : weight);
        }

        if (patch.Active is { } active)
        {
            writer.WriteBoolean("hidden", !active);
        }
    }

    /// <summary>The regular price in the form in which the shop stores it for this article; special offers always include VAT.</summary>
    private static void Prices(Utf8JsonWriter writer, ArticlePatch patch, bool pricesExcludeVat, AbicartOptions options)
    {
        if (patch.Regular is null && patch.Special is null)
        {
            return;
        }

        writer.WriteStartObject("price");
        if ((pricesExcludeVat ? patch.Regular?.ExVat : patch.Regular?.IncVat) is { } regular)
        {
            Amount(writer, "regular", regular, options);
        }

        if (patch.Special is { } special)
        {
            if (special.IncVat is { } amount)
            {
                Amount(writer, "specialOffer", amount, options);
            }
            else
            {
                writer.WriteNull("specialOffer");
            }
        }

        writer.WriteEndObject();
    }

    private static void Amount(Utf8JsonWriter writer, string name, decimal amount, AbicartOptions options)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber(options.Currency, amount);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? text, AbicartOptions options)
    {
        if (text is not null)
        {
            writer.WriteStartObject(name);
            writer.WriteString(options.Language, text);
            writer.WriteEndObject();
        }
    }
}
