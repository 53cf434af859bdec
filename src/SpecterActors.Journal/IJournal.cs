namespace SpecterActors.Journal;

/// <summary>
/// Where events, snapshots, agenda and lookup rows live. One implementation is shared by all actors of a node.
/// </summary>
/// <remarks>
/// <para><b>Atomic?</b> One <see cref="AppendAsync"/> is whole or absent: its events, its agenda, its lookup rows and its new personal keys.</para>
/// <para><b>Visible when?</b> When the returned task completes with <see cref="AppendResult.Stored"/>, every later read sees it, and it survives a crash.</para>
/// <para><b>Ordered?</b> Sequence numbers of one persistence id are 1, 2, 3... without gap. <see cref="ReadAllAsync"/> yields a global
/// order and never passes a gap that may still commit.</para>
/// <para><b>Unknown outcome?</b> A connection error is never a rejection. The writer resolves an unknown commit itself (by head and
/// writer id) before it completes anybody; if it cannot, the task fails with <see cref="JournalUnavailableException"/>: the actor
/// stops and recovers with back-off.</para>
/// <para><b>Another node's?</b> Where several nodes share a journal, an append to a stream of which this one does not own the shard (any more)
/// fails with <see cref="FencedException"/>: surely nothing was stored.</para>
/// </remarks>
public interface IJournal
{
    /// <summary>
    /// Appends the events of one persistence id. <see cref="AppendResult.Stale"/> when <see cref="AppendRequest.ExpectedSequenceNumber"/> is not
    /// the head of the stream (another writer); <see cref="AppendResult.Rejected"/> when it is sure that nothing was stored and
    /// nothing will be (for example: an event too large).
    /// </summary>
    Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Loads what an actor needs to recover: the latest snapshot not newer than <paramref name="toSequenceNumber"/> (if wanted), the
    /// events after it and the personal keys of the stream. Waits for a pending append of the same persistence id first. Of a long stream only
    /// the first events come along: see <see cref="Recovery.EventsFollow"/>.
    /// </summary>
    Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken);

    /// <summary>Reads events of one stream in order, both bounds inclusive.</summary>
    IAsyncEnumerable<StoredEvent> ReadStreamAsync(string persistenceId, long fromSequenceNumber, long toSequenceNumber, CancellationToken cancellationToken);

    /// <summary>Reads all events after <paramref name="afterOrdering"/> in global order, at most <paramref name="max"/>.</summary>
    IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, CancellationToken cancellationToken);

    /// <summary>Streams whose id starts with <paramref name="prefix"/>, in ordinal order, after <paramref name="after"/> (paging), at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken);

    /// <summary>Stores a snapshot; a later one replaces an earlier one of the same persistence id. Snapshots are disposable.</summary>
    Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>The latest snapshot, or null.</summary>
    Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken);

    /// <summary>Agenda rows due at or before <paramref name="until"/> of persistence ids starting with <paramref name="prefix"/>, earliest first, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken);

    /// <summary>Persistence ids below <paramref name="prefix"/> that registered (kind, value); exact match, case-sensitive.</summary>
    Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken);

    /// <summary>
    /// The living personal keys of one stream (id, wrapped bytes); those that were destroyed are absent. Streams that refer to the same
    /// key id each have a key of their own under it.
    /// </summary>
    Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken);

    /// <summary>
    /// Destroys personal keys for good, in every stream that has one under these ids: what was encrypted under them reads as erased from
    /// then on. An id once destroyed stays so: a later append that brings a new key under it is stored without that key.
    /// </summary>
    Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken);

    /// <summary>
    /// Agenda and lookup rows by stream, for those that have any and whose id starts with <paramref name="prefix"/>: in ordinal order, after
    /// <paramref name="after"/> (paging), at most <paramref name="max"/> streams. Each stream's rows are one consistent picture.
    /// </summary>
    Task<IReadOnlyList<StreamRows>> ListRowsAsync(string prefix, string? after, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes at most <paramref name="rowsMax"/> rows (events, snapshots, agenda, lookups, personal keys) of persistence ids that start with
    /// <paramref name="prefix"/>, in one transaction, and returns how many: 0 when nothing is left. Only for removing a tenant for good: nothing
    /// may be appended below the prefix any more, and what is left meanwhile cannot be read as streams.
    /// </summary>
    Task<int> DeleteAsync(string prefix, int rowsMax, CancellationToken cancellationToken);
}

/// <summary>One atomic append. <paramref name="Events"/> may be empty only if the agenda or lookup changes (rebuild).</summary>
/// <param name="PersistenceId">Stream id; starts with the tenant.</param>
/// <param name="ExpectedSequenceNumber">Head of the stream the writer has seen; 0 for a new stream.</param>
/// <param name="WriterId">Id of this incarnation of the actor; resolves unknown commits.</param>
/// <param name="Events">Events to append, numbered from <paramref name="ExpectedSequenceNumber"/> + 1.</param>
/// <param name="Agenda">The whole agenda of this persistence id after these events; replaces what was stored. Null leaves it untouched.</param>
/// <param name="Lookups">The whole lookup rows of this persistence id after these events; null leaves them untouched.</param>
/// <param name="NewKeys">Personal keys (id, wrapped bytes) first used by these events; stored unless the stream has the id or it was destroyed.</param>
public sealed record AppendRequest(
    string PersistenceId,
    long ExpectedSequenceNumber,
    string WriterId,
    IReadOnlyList<EventData> Events,
    IReadOnlyList<AgendaEntry>? Agenda = null,
    IReadOnlyList<LookupEntry>? Lookups = null,
    IReadOnlyDictionary<string, byte[]>? NewKeys = null);

/// <summary>An event ready to be stored. <paramref name="Manifest"/> is the stored name and version, <c>order.received:1</c>; never a CLR name.</summary>
public sealed record EventData(string Manifest, ReadOnlyMemory<byte> Payload, DateTimeOffset Created);

/// <summary>An event as stored. <paramref name="Ordering"/> is its place in the global order of this journal.</summary>
public sealed record StoredEvent(
    long Ordering, string PersistenceId, long SequenceNumber, DateTimeOffset Created, string Manifest, ReadOnlyMemory<byte> Payload, string WriterId);

/// <summary>A state at a sequence number, encoded. <paramref name="Manifest"/> is the state's name and version.</summary>
public sealed record StoredSnapshot(string PersistenceId, long SequenceNumber, DateTimeOffset Created, string Manifest, ReadOnlyMemory<byte> Payload);

/// <summary>What recovery needs in one answer; <paramref name="Keys"/> are all living personal keys of the stream, wrapped.</summary>
public sealed record Recovery(StoredSnapshot? Snapshot, IReadOnlyList<StoredEvent> Events, IReadOnlyDictionary<string, byte[]> Keys, long HeadSequenceNumber)
{
    /// <summary>
    /// The stream is longer than a store wants to hold in memory at once: the events after the last of <see cref="Events"/> are to be read with
    /// <see cref="IJournal.ReadStreamAsync"/>.
    /// </summary>
    public bool EventsFollow { get; init; }
}

/// <summary>When an entity has to be awake again, and why. A pure function of its state.</summary>
public sealed record AgendaEntry(string Kind, DateTimeOffset Due);

/// <summary>An agenda entry with its owner.</summary>
public sealed record AgendaRow(string PersistenceId, string Kind, DateTimeOffset Due);

/// <summary>A business number under which an entity can be found, e.g. (<c>erp-order</c>, <c>20031</c>). Never personal data in clear.</summary>
public sealed record LookupEntry(string Kind, string Value);

/// <summary>What is stored of a stream beside its events. Agenda by due time and kind, lookups by kind and value.</summary>
public sealed record StreamRows(string PersistenceId, IReadOnlyList<AgendaEntry> Agenda, IReadOnlyList<LookupEntry> Lookups);

/// <summary>A stream and its highest sequence number.</summary>
public sealed record StreamHead(string PersistenceId, long SequenceNumber, DateTimeOffset LastEventAt);

/// <summary>Outcome of an append that is known.</summary>
public abstract record AppendResult
{
    private AppendResult() { }

    /// <summary>Stored and durable; <paramref name="SequenceNumber"/> is the new head.</summary>
    public sealed record Stored(long SequenceNumber) : AppendResult;

    /// <summary>Not stored: the stream's head is <paramref name="ActualSequenceNumber"/>, somebody else wrote.</summary>
    public sealed record Stale(long ActualSequenceNumber) : AppendResult;

    /// <summary>Surely not stored, and sending it again will not help.</summary>
    public sealed record Rejected(string Reason) : AppendResult;
}

/// <summary>The journal cannot say whether something was stored, or cannot be read now. Transient: stop, back off, recover.</summary>
public sealed class JournalUnavailableException : Exception
{
    /// <summary>Makes the exception with what failed and, where known, what to do.</summary>
    public JournalUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The journal on disk cannot be used by this program as it is (newer schema, not writable, not a database). Carries the remedy.</summary>
public sealed class JournalUnusableException : Exception
{
    /// <summary>Makes the exception; <paramref name="remedy"/> tells the operator what to do.</summary>
    public JournalUnusableException(string message, string remedy, Exception? inner = null)
        : base($"{message} {remedy}", inner) => Remedy = remedy;

    /// <summary>What the operator can do about it.</summary>
    public string Remedy { get; }
}
