using System.Collections.Immutable;

namespace SpecterActors.Hocon.Syntax;

/// <summary>A path of keys: an immutable linked list with equality by content.</summary>
internal sealed class KeyPath : IEquatable<KeyPath>
{
    private readonly int _hash;

    private KeyPath(string head, KeyPath? tail)
    {
        Head = head;
        Tail = tail ?? this;
        Length = tail is null ? 0 : tail.Length + 1;
        _hash = tail is null ? 0 : HashCode.Combine(StringComparer.Ordinal.GetHashCode(head), tail._hash);
    }

    public static KeyPath Empty { get; } = new("", null);

    public string Head { get; }

    public KeyPath Tail { get; }

    public int Length { get; }

    public bool IsEmpty => Length == 0;

    public static KeyPath Of(IReadOnlyList<string> keys) => Empty.Prepend(keys);

    public KeyPath Prepend(string key) => new(key, this);

    public KeyPath Prepend(IReadOnlyList<string> keys)
    {
        var path = this;
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            path = path.Prepend(keys[i]);
        }

        return path;
    }

    public KeyPath Append(KeyPath rest) => rest.IsEmpty ? this : rest.Prepend(ToArray());

    /// <summary>What is left of this path below <paramref name="prefix"/>; null if it does not start with it.</summary>
    public KeyPath? Below(KeyPath prefix)
    {
        var rest = this;
        for (; !prefix.IsEmpty; prefix = prefix.Tail, rest = rest.Tail)
        {
            if (rest.IsEmpty || rest.Head != prefix.Head)
            {
                return null;
            }
        }

        return rest;
    }

    public ImmutableArray<string> ToArray()
    {
        var keys = ImmutableArray.CreateBuilder<string>(Length);
        for (var path = this; !path.IsEmpty; path = path.Tail)
        {
            keys.Add(path.Head);
        }

        return keys.MoveToImmutable();
    }

    public bool Equals(KeyPath? other)
    {
        if (other is null || other.Length != Length || other._hash != _hash)
        {
            return false;
        }

        var (a, b) = (this, other);
        while (!a.IsEmpty && !ReferenceEquals(a, b))
        {
            if (a.Head != b.Head)
            {
                return false;
            }

            (a, b) = (a.Tail, b.Tail);
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as KeyPath);

    public override int GetHashCode() => _hash;

    /// <summary>The path as it is written in a document, keys quoted where needed.</summary>
    public override string ToString() => string.Join('.', ToArray().Select(Rendering.Quoting.Key));
}
