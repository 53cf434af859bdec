using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Transfer;

/// <summary>
/// A hash over what a journal holds, whatever it is stored in: events in their global order, then what stands beside them by stream, then
/// the ids of destroyed keys. Places in the global order and snapshots do not count: they belong to a store.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Events { get; private set; }

    public long Streams { get; private set; }

    public void Add(StoredEvent stored)
    {
        Events++;
        Add(1);
        Add(stored.PersistenceId);
        Add(stored.SequenceNumber);
        Add(stored.Created.UtcTicks);
        Add(stored.Manifest);
        Add(stored.WriterId);
        Add(stored.Payload.Span);
    }

    public void Add(StoredStream rows)
    {
        Streams++;
        Add(2);
        Add(rows.PersistenceId);
        foreach (var entry in rows.Agenda.OrderBy(entry => entry.Due).ThenBy(entry => entry.Kind, StringComparer.Ordinal))
        {
            Add(3);
            Add(entry.Kind);
            Add(entry.Due.UtcTicks);
        }

        foreach (var entry in rows.Lookups.OrderBy(entry => entry.Kind, StringComparer.Ordinal).ThenBy(entry => entry.Value, StringComparer.Ordinal))
        {
            Add(4);
            Add(entry.Kind);
            Add(entry.Value);
        }

        foreach (var (id, wrapped) in rows.Keys.OrderBy(key => key.Key, StringComparer.Ordinal))
        {
            Add(5);
            Add(id);
            Add(wrapped);
        }
    }

    public void AddDestroyed(string keyId)
    {
        Add(6);
        Add(keyId);
    }

    public string End() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose() => hash.Dispose();

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Add((long)bytes.Length);
        hash.AppendData(bytes);
    }
}
