namespace SpecterActors.Hocon;

/// <summary>Sizes of trees whose parts may be shared: sums saturate instead of overflowing.</summary>
internal static class TreeSize
{
    public static long Add(long a, long b) => long.MaxValue - a < b ? long.MaxValue : a + b;

    public static long Weight(IEnumerable<HoconValue> children)
    {
        var weight = 1L;
        foreach (var child in children)
        {
            weight = Add(weight, child.Weight);
        }

        return weight;
    }

    public static int Height(IEnumerable<HoconValue> children)
    {
        var height = 0;
        foreach (var child in children)
        {
            height = Math.Max(height, child.Height);
        }

        return height;
    }
}
