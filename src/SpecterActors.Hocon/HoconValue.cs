using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SpecterActors.Hocon;

/// <summary>
/// A resolved value: no substitution is left in it. Immutable. Two values are equal when they hold the same, wherever they
/// come from; the order of an object's keys does not count.
/// </summary>
public abstract record HoconValue
{
    private HoconValue(HoconOrigin origin) => Origin = origin;

    /// <summary>Where the value was written; for a joined or merged value, where its first part was.</summary>
    public HoconOrigin Origin { get; }

    /// <summary>How many values and characters it stands for when every shared part is counted each time it occurs.</summary>
    internal abstract long Weight { get; }

    /// <summary>How many levels of objects and arrays it has; 0 for a simple value.</summary>
    internal abstract int Height { get; }

    /// <summary>Equality by content; origins do not count.</summary>
    public virtual bool Equals(HoconValue? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.Name.Length;

    /// <summary>The value <c>null</c>.</summary>
    public sealed record Null : HoconValue
    {
        internal Null(HoconOrigin origin) : base(origin) { }

        internal override long Weight => 1;

        internal override int Height => 0;

        /// <inheritdoc/>
        public override string ToString() => "null";
    }

    /// <summary>The value <c>true</c> or <c>false</c>.</summary>
    public sealed record Boolean : HoconValue
    {
        internal Boolean(bool value, HoconOrigin origin) : base(origin) => Value = value;

        /// <summary>The value.</summary>
        public bool Value { get; }

        internal override long Weight => 1;

        internal override int Height => 0;

        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>A number, kept as it was written: always a valid JSON number.</summary>
    public sealed record Number : HoconValue
    {
        internal Number(string raw, HoconOrigin origin) : base(origin) => Raw = raw;

        /// <summary>The number as it was written.</summary>
        public string Raw { get; }

        internal override long Weight => 1 + Raw.Length;

        internal override int Height => 0;

        /// <inheritdoc/>
        public override string ToString() => Raw;
    }

    /// <summary>A string.</summary>
    public sealed record Text : HoconValue
    {
        internal Text(string value, HoconOrigin origin) : base(origin) => Value = value;

        /// <summary>The characters.</summary>
        public string Value { get; }

        internal override long Weight => 1L + Value.Length;

        internal override int Height => 0;

        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>An array.</summary>
    public sealed record List : HoconValue
    {
        internal List(ImmutableArray<HoconValue> items, HoconOrigin origin) : base(origin)
        {
            Items = items;
            Weight = TreeSize.Weight(items);
            Height = 1 + TreeSize.Height(items);
        }

        /// <summary>The elements, in order.</summary>
        public ImmutableArray<HoconValue> Items { get; }

        internal override long Weight { get; }

        internal override int Height { get; }

        /// <inheritdoc/>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(nameof(List), Items.Length);

        /// <inheritdoc/>
        public override string ToString() => $"a list of {Items.Length}";
    }

    /// <summary>An object: named values in the order in which the names were first written.</summary>
    public sealed record Object : HoconValue
    {
        private readonly OrderedDictionary<string, HoconValue> _fields;

        internal Object(OrderedDictionary<string, HoconValue> fields, HoconOrigin origin, bool ignoresFallbacks = false)
            : base(origin)
        {
            _fields = fields;
            IgnoresFallbacks = ignoresFallbacks;
            Weight = TreeSize.Add(TreeSize.Weight(fields.Values), fields.Keys.Sum(key => (long)key.Length));
            Height = 1 + TreeSize.Height(fields.Values);
        }

        /// <summary>The number of fields.</summary>
        public int Count => _fields.Count;

        /// <summary>The names, in the order in which they were first written.</summary>
        public IEnumerable<string> Keys => _fields.Keys.AsEnumerable();

        /// <summary>The fields, in the order in which their names were first written.</summary>
        public IEnumerable<KeyValuePair<string, HoconValue>> Fields => _fields.AsEnumerable();

        /// <summary>
        /// True when the object was written over a value that is no object: that value hides everything beneath, so the
        /// object does not merge with a fallback either.
        /// </summary>
        internal bool IgnoresFallbacks { get; }

        internal override long Weight { get; }

        internal override int Height { get; }

        /// <summary>Looks up one field by its name (not by a path).</summary>
        public bool TryGet(string name, [MaybeNullWhen(false)] out HoconValue value) => _fields.TryGetValue(name, out value);

        /// <inheritdoc/>
        public bool Equals(Object? other) =>
            other is not null
            && Count == other.Count
            && _fields.All(field => other.TryGet(field.Key, out var value) && field.Value.Equals(value));

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(nameof(Object), Count);

        /// <inheritdoc/>
        public override string ToString() => $"an object of {Count}";

        internal Object Sealed() => IgnoresFallbacks ? this : new Object(_fields, Origin, ignoresFallbacks: true);

        /// <summary>This object laid over a lower one: as if both were written for the same key, the lower first.</summary>
        internal Object Over(Object lower)
        {
            if (IgnoresFallbacks || lower.Count == 0)
            {
                return lower.IgnoresFallbacks ? Sealed() : this;
            }

            var merged = new OrderedDictionary<string, HoconValue>(lower._fields, StringComparer.Ordinal);
            foreach (var (name, upper) in _fields)
            {
                merged[name] = merged.TryGetValue(name, out var below) ? upper.OverValue(below) : upper;
            }

            return new Object(merged, Origin, lower.IgnoresFallbacks);
        }
    }

    private HoconValue OverValue(HoconValue lower) => (this, lower) switch
    {
        (Object upper, Object below) => upper.Over(below),
        (Object upper, _) => upper.Sealed(),
        _ => this,
    };
}
