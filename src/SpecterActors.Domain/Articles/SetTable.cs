using System.Collections.Immutable;
using System.Globalization;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Articles;

/// <summary>Compositions as a tenant writes them: <c>PART=2,OTHER=1</c>.</summary>
public static class SetTable
{
    /// <summary>What the ERP shows of a SET in that form; null when it is none, or holds a number that cannot go.</summary>
    public static string? Text(ImmutableSortedDictionary<string, decimal>? parts) => parts is not { IsEmpty: false } || parts.Keys.Any(number => ArticleNumber.FaultOf(number) is not null)
        ? null
        : string.Join(',', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key}={part.Value:0.######}")));

    /// <summary>The parts, or null when the text is no such list.</summary>
    public static ImmutableArray<PackagePart>? PartsOf(string text)
    {
        var parts = ImmutableArray.CreateBuilder<PackagePart>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } number, var count]
                || !decimal.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quantity) || quantity <= 0)
            {
                return null;
            }

            parts.Add(new PackagePart(number, quantity));
        }

        return parts.Count == 0 ? null : parts.ToImmutable();
    }
}
