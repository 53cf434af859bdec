using System.Collections.Immutable;
using System.Globalization;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Domain.Articles;

/// <summary>Compositions as a tenant writes them: <c>PART=2,OTHER=1</c>.</summary>
public static class SetTable
{
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
