using System.Collections.Immutable;
using System.Globalization;

namespace SpecterActors.Hocon;

/// <summary>The rule that an object with numbers for keys may stand where a list is wanted.</summary>
internal static class NumberedKeys
{
    /// <summary>The value as a list: itself, or the values under numeric keys in the order of the numbers; null if it is neither.</summary>
    public static HoconValue.List? AsList(HoconValue value)
    {
        if (value is not HoconValue.Object fields)
        {
            return value as HoconValue.List;
        }

        var items = fields.Fields
            .Select(field => (Index: IndexOf(field.Key), field.Value))
            .Where(item => item.Index is not null)
            .OrderBy(item => item.Index)
            .Select(item => item.Value)
            .ToImmutableArray();
        return items.Length == 0 ? null : new HoconValue.List(items, fields.Origin);
    }

    private static long? IndexOf(string key) =>
        long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
