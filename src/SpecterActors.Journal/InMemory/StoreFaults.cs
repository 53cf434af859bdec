namespace SpecterActors.Journal.InMemory;

/// <summary>Ready-made fault hooks for <see cref="MemoryStore.Faults"/>.</summary>
public static class StoreFaults
{
    /// <summary><paramref name="fault"/> for the first <paramref name="times"/> calls that <paramref name="condition"/> holds for.</summary>
    public static Func<StoreCall, StoreFault> When(Func<StoreCall, bool> condition, StoreFault fault, int times = int.MaxValue)
    {
        var left = times;
        return call =>
        {
            if (left == 0 || !condition(call))
            {
                return new StoreFault.None();
            }

            left--;
            return fault;
        };
    }

    /// <summary>
    /// A share of all calls, between 0 and 1, suffers a fault drawn from <paramref name="seed"/>: a delay, a failure before or after the
    /// effect, a late effect, a refusal. The same seed and order of calls give the same faults.
    /// </summary>
    public static Func<StoreCall, StoreFault> Seeded(int seed, double share, TimeSpan longestDelay)
    {
        var random = new Random(seed);
        TimeSpan Pause() => TimeSpan.FromTicks((long)(random.NextDouble() * longestDelay.Ticks));
        return _ => random.NextDouble() >= share ? new StoreFault.None() : random.Next(6) switch
        {
            0 => new StoreFault.FailBefore(),
            1 => new StoreFault.FailAfter(),
            2 => new StoreFault.DoneLate(Pause()),
            3 => new StoreFault.Refuse("simulated: disk full"),
            _ => new StoreFault.Delay(Pause(), Pause()),
        };
    }
}
