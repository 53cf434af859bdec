using System.Globalization;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>Values of the shop as JSON and back.</summary>
internal static class ShopJson
{
    /// <summary>Largest price, stock or weight that the shop takes.</summary>
    public const decimal NumberMax = 1_000_000_000m;

    public static JsonNode? Time(DateTimeOffset? time) =>
        time is { } at ? JsonValue.Create(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) : null;

    public static JsonNode? Texts(IReadOnlyDictionary<string, string> texts) =>
        new JsonObject(texts.Select(t => KeyValuePair.Create<string, JsonNode?>(t.Key, JsonValue.Create(t.Value))));

    public static JsonNode? Uids(IEnumerable<int> uids) => new JsonArray([.. uids.Select(u => (JsonNode?)JsonValue.Create(u))]);

    public static JsonNode? Strings(IEnumerable<string> texts) => new JsonArray([.. texts.Select(t => (JsonNode?)JsonValue.Create(t))]);

    /// <summary>An amount as the shop shows it: incVat, exVat, vat, vatRate, currency (abicart.md section 1.7).</summary>
    public static JsonObject Amount(ShopAmount amount, string currency) => new()
    {
        ["incVat"] = amount.IncVat,
        ["exVat"] = amount.ExVat,
        ["vat"] = amount.IncVat - amount.ExVat,
        ["vatRate"] = amount.VatRate,
        ["currency"] = currency,
    };

    /// <summary>An amount by currency with and without VAT, as in <c>Article.pricing</c>.</summary>
    public static JsonNode? PriceTier(decimal? incVat, decimal vatRate, string currency, int decimals, decimal? storedExVat = null) => incVat is not { } price ? null
        : new JsonObject
        {
            ["incVat"] = new JsonObject { [currency] = price },
            ["exVat"] = new JsonObject { [currency] = storedExVat ?? ShopAmount.From(price, vatRate, decimals).ExVat },
        };

    /// <summary>Reads texts by language; a text alone is not accepted.</summary>
    public static IReadOnlyDictionary<string, string> ReadTexts(
        JsonNode? value, IReadOnlyDictionary<string, string> before, string pointer, Problems problems)
    {
        if (value is not JsonObject texts)
        {
            problems.Add("an object keyed by language is required", pointer);
            return before;
        }

        var after = new SortedDictionary<string, string>(before.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (language, node) in texts)
        {
            if (node is null)
            {
                after.Remove(language);
            }
            else if (JsonCompare.TryText(node, out var text))
            {
                after[language] = text;
            }
            else
            {
                problems.Add("a string is required", $"{pointer}/{JsonPointer.Escape(language)}");
            }
        }

        return after;
    }

    public static string ReadText(JsonNode? value, string before, string pointer, Problems problems)
    {
        if (value is null)
        {
            return "";
        }

        if (JsonCompare.TryText(value, out var text))
        {
            return text;
        }

        problems.Add("a string is required", pointer);
        return before;
    }

    /// <summary>Reads a number no further from zero than <see cref="NumberMax"/>.</summary>
    public static decimal ReadNumber(JsonNode? value, decimal before, string pointer, Problems problems) =>
        ReadNumber(value, before, -NumberMax, NumberMax, pointer, problems);

    /// <summary>Reads a number within bounds.</summary>
    public static decimal ReadNumber(JsonNode? value, decimal before, decimal min, decimal max, string pointer, Problems problems)
    {
        if (JsonCompare.TryNumber(value, out var number) && number >= min && number <= max)
        {
            return number;
        }

        problems.Add($"a number from {min} to {max} is required", pointer);
        return before;
    }

    public static bool ReadFlag(JsonNode? value, bool before, string pointer, Problems problems)
    {
        if (value is JsonValue flag && flag.TryGetValue<bool>(out var set))
        {
            return set;
        }

        problems.Add("a boolean is required", pointer);
        return before;
    }
}

/// <summary>An amount with its VAT. The VAT is taken out of the amount including VAT, which is what the shop stores.</summary>
/// <param name="IncVat">Including VAT.</param>
/// <param name="ExVat">Without VAT, rounded to the shop's decimals.</param>
/// <param name="VatRate">Rate as a share; null for a sum over several rates.</param>
internal readonly record struct ShopAmount(decimal IncVat, decimal ExVat, decimal? VatRate)
{
    public static ShopAmount From(decimal incVat, decimal vatRate, int decimals) => new(
        Scaled(incVat, decimals), Scaled(AbicartPricing.Round(incVat / (1m + vatRate), decimals), decimals), vatRate);

    public static ShopAmount Sum(IReadOnlyCollection<ShopAmount> parts, int decimals)
    {
        var rates = parts.Where(p => p.IncVat != 0).Select(p => p.VatRate).Distinct().ToList();
        return new ShopAmount(
            Scaled(parts.Sum(p => p.IncVat), decimals), Scaled(parts.Sum(p => p.ExVat), decimals), rates.Count == 1 ? rates[0] : null);
    }

    /// <summary>The same number with at least the given decimals written out.</summary>
    private static decimal Scaled(decimal number, int decimals) => number + new decimal(0, 0, 0, false, (byte)decimals);
}
