using System.Runtime.InteropServices;
using System.Text;

namespace SpecterActors.Journal.Sqlite.Native;

/// <summary>Gives the same string for the same bytes while it remembers them: rows repeat their names thousands of times. Used by one thread at a time.</summary>
internal sealed class Utf8Interner
{
    private const int Slots = 512;
    private readonly (byte[] Bytes, string Text)[] table = new (byte[], string)[Slots];

    public string Get(ReadOnlySpan<byte> bytes)
    {
        ref var slot = ref table[Hash(bytes) & (Slots - 1)];
        if (slot.Bytes is null || !bytes.SequenceEqual(slot.Bytes))
        {
            slot = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        }

        return slot.Text;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var word in MemoryMarshal.Cast<byte, uint>(bytes))
        {
            hash = (hash ^ word) * 16777619u;
        }

        foreach (var one in bytes[(bytes.Length & ~3)..])
        {
            hash = (hash ^ one) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }
}
