using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Sync.Storage;
using Xunit;

namespace SpecterActors.Sync.Tests.Storage;

/// <summary>Damaged bytes in the journal are an error that names the event, never another exception and never a quiet loss of its kind.</summary>
public sealed class CodecFuzzTests
{
    private static readonly EventCatalogue Catalogue = DomainCatalogue.Build();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_events_are_read_as_what_they_are_or_refused_by_name(int seed)
    {
        var random = new Random(seed);
        foreach (var entry in Catalogue.Entries)
        {
            var (codec, keys) = (DomainCatalogue.Codec(Samples.Master(), Samples.SeededRandom()), new PersonalKeys());
            var sound = Samples.Stored(codec.Encode(SampleMaker.Make(entry.ClrType), Samples.Noon, keys));
            for (var round = 0; round < 25; round++)
            {
                var stored = sound with { Payload = Damage(random, sound.Payload.ToArray()) };
                try
                {
                    Assert.IsType(entry.ClrType, codec.Decode(stored, keys));
                }
                catch (UnreadableEventException failure)
                {
                    Assert.Contains(entry.Manifest, failure.Message);
                }
            }
        }
    }

    [Fact]
    public void Names_that_nobody_knows_are_refused_by_name()
    {
        var random = new Random(3);
        var codec = DomainCatalogue.Codec(Samples.Master(), Samples.SeededRandom());
        foreach (var entry in Catalogue.Entries)
        {
            var letters = entry.Manifest.ToCharArray();
            letters[random.Next(letters.Length)] = (char)random.Next(32, 127);
            var manifest = new string(letters);
            if (Catalogue.Entries.All(e => e.Manifest != manifest))
            {
                var failure = Assert.Throws<UnknownEventException>(
                    () => codec.Decode(new StoredEvent(1, "demo/order/1", 1, Samples.Noon, manifest, "{}"u8.ToArray(), "w"), new PersonalKeys()));
                Assert.Equal(manifest, failure.Manifest);
            }
        }
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        var damaged = bytes.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(damaged.Count + 1);
            switch (random.Next(4))
            {
                case 0: damaged.Insert(at, (byte)random.Next(256)); break;
                case 1 when at < damaged.Count: damaged[at] ^= (byte)(1 << random.Next(8)); break;
                case 2 when at < damaged.Count: damaged.RemoveAt(at); break;
                default: damaged.RemoveRange(at, Math.Min(damaged.Count - at, random.Next(30))); break;
            }
        }

        return [.. damaged];
    }
}
