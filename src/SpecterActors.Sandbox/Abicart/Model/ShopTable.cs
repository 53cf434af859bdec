namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>All objects of one class, by uid. Not thread-safe.</summary>
public sealed class ShopTable<T>
    where T : ShopEntity
{
    private readonly SortedDictionary<int, T> rows = [];
    private readonly ShopChanges changes;
    private int last;

    internal ShopTable(int firstUid, ShopChanges changes)
    {
        last = firstUid - 1;
        this.changes = changes;
    }

    /// <summary>All objects by ascending uid.</summary>
    public IReadOnlyCollection<T> All => rows.Values;

    /// <summary>How many there are.</summary>
    public int Count => rows.Count;

    /// <summary>The object with this uid, or null.</summary>
    public T? Find(int uid) => rows.GetValueOrDefault(uid);

    /// <summary>The object with this uid.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public T Get(int uid) => Find(uid) ?? throw new KeyNotFoundException($"{typeof(T).Name} {uid} does not exist");

    internal int NextUid() => ++last;

    internal T Put(T entity)
    {
        rows[entity.Uid] = entity;
        changes.Count++;
        return entity;
    }

    internal void Remove(int uid)
    {
        rows.Remove(uid);
        changes.Count++;
    }
}

/// <summary>Counts the changes of tables.</summary>
internal sealed class ShopChanges
{
    public int Count { get; set; }
}
