namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>All objects of one class, by uid. Not thread-safe.</summary>
public sealed class ShopTable<T> : IVersioned
    where T : ShopEntity
{
    private readonly SortedDictionary<int, T> rows = [];
    private int last;
    private int version;

    internal ShopTable(int firstUid) => last = firstUid - 1;

    /// <summary>All objects by ascending uid.</summary>
    public IReadOnlyCollection<T> All => rows.Values;

    /// <summary>How many there are.</summary>
    public int Count => rows.Count;

    /// <summary>The object with this uid, or null.</summary>
    public T? Find(int uid) => rows.GetValueOrDefault(uid);

    /// <summary>The object with this uid.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public T Get(int uid) => Find(uid) ?? throw new KeyNotFoundException($"{typeof(T).Name} {uid} does not exist");

    /// <summary>Raised by every change of the table.</summary>
    int IVersioned.Version => version;

    internal int NextUid() => ++last;

    internal T Put(T entity)
    {
        rows[entity.Uid] = entity;
        version++;
        return entity;
    }

    internal void Remove(int uid)
    {
        rows.Remove(uid);
        version++;
    }
}

/// <summary>Something whose changes are counted.</summary>
internal interface IVersioned
{
    /// <summary>Raised by every change.</summary>
    int Version { get; }
}
