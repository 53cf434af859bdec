using SpecterActors.Runtime;
using Xunit;

namespace SpecterActors.Runtime.Tests;

public class SeededRandomTests
{
    [Fact]
    public void The_sequence_of_a_seed_never_changes() =>
        Assert.Equal([16294208416658607535UL, 7960286522194355700UL, 487617019471545679UL], Take(0, 3));

    [Fact]
    public void Names_under_one_seed_are_independent() =>
        Assert.NotEqual(new SeededRandom(1, "a").NextUInt64(), new SeededRandom(1, "b").NextUInt64());

    [Fact]
    public void Drawn_numbers_stay_within_their_bounds()
    {
        var random = new SeededRandom(5);
        var seen = new int[7];
        for (var i = 0; i < 7000; i++)
        {
            seen[random.NextInt(7)]++;
            Assert.InRange(random.NextDouble(), 0, 0.9999999999999999);
            Assert.InRange(random.Jitter(TimeSpan.FromSeconds(10), 0.2).TotalSeconds, 8, 12);
        }

        Assert.All(seen, count => Assert.InRange(count, 800, 1200));
    }

    private static ulong[] Take(ulong seed, int count)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextUInt64())];
    }
}
