namespace SpecterActors.Runtime;

/// <summary>
/// Pseudo-random numbers (SplitMix64) that are the same for the same seed on every machine, process and release of the platform.
/// Not thread-safe, not for secrets.
/// </summary>
public sealed class SeededRandom
{
    private ulong state;

    /// <summary>Starts the sequence of <paramref name="seed"/>.</summary>
    public SeededRandom(ulong seed) => state = seed;

    /// <summary>Starts the sequence of <paramref name="seed"/> that belongs to <paramref name="name"/>; different names are independent.</summary>
    public SeededRandom(ulong seed, string name)
        : this(seed ^ StableHash.Of(name))
    {
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="exclusiveMax"/>, which must be positive.</summary>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        return (int)(((NextUInt64() >> 32) * (ulong)exclusiveMax) >> 32);
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary><paramref name="span"/> times a factor drawn evenly from 1 - <paramref name="fraction"/> to 1 + <paramref name="fraction"/>.</summary>
    public TimeSpan Jitter(TimeSpan span, double fraction) => span * (1 + (fraction * ((2 * NextDouble()) - 1)));
}

/// <summary>FNV-1a over the UTF-16 units: unlike <see cref="string.GetHashCode()"/> the same in every process. Not for secrets.</summary>
public static class StableHash
{
    private const ulong Prime = 1099511628211;

    /// <summary>Hash of nothing, to begin a chain of <see cref="Mix"/>.</summary>
    public const ulong Start = 14695981039346656037;

    /// <summary>Hash of <paramref name="text"/>.</summary>
    public static ulong Of(string text)
    {
        var hash = Start;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * Prime;
        }

        return hash;
    }

    /// <summary>Hash of what <paramref name="hash"/> stands for followed by <paramref name="value"/>.</summary>
    public static ulong Mix(ulong hash, ulong value)
    {
        for (var shift = 0; shift < 64; shift += 16)
        {
            hash = (hash ^ ((value >> shift) & 0xFFFF)) * Prime;
        }

        return hash;
    }
}
