namespace SpecterActors.Hocon.Syntax;

/// <summary>What was written, before substitution. Closed: the six kinds below are all there are.</summary>
internal abstract class Node(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;

    /// <summary>Where the node stands in the merged document; set once the whole document is read.</summary>
    public Place Place { get; set; }

    /// <summary>Whether its value is known only after substitution.</summary>
    public virtual bool IsDelayed => false;
}

/// <summary>A field, the layer of that field, and the part of that layer when the layer is a concatenation.</summary>
internal readonly record struct Place(Cell? Cell, int Layer, int Part);

/// <summary>A simple value as it was written.</summary>
internal sealed class ScalarNode(HoconValue value) : Node(value.Origin)
{
    public HoconValue Value { get; } = value;
}

/// <summary>An array as it was written; its elements may still be delayed.</summary>
internal sealed class ArrayNode(List<Node> items, HoconOrigin origin) : Node(origin)
{
    public List<Node> Items { get; } = items;
}

/// <summary>A substitution: the paths to look at in turn (an included file looks relative to itself first).</summary>
internal sealed class SubstitutionNode(
    KeyPath path, IReadOnlyList<KeyPath> candidates, bool optional, bool asList, HoconOrigin origin) : Node(origin)
{
    /// <summary>The path as written; the environment is asked for it joined by dots.</summary>
    public KeyPath Path { get; } = path;

    public IReadOnlyList<KeyPath> Candidates { get; } = candidates;

    public bool Optional { get; } = optional;

    /// <summary>Written as <c>${NAME[]}</c>: from the environment it is the list NAME_0, NAME_1, ...</summary>
    public bool AsList { get; } = asList;

    public override bool IsDelayed => true;

    public override string ToString() => $"${{{(Optional ? "?" : "")}{Path}{(AsList ? "[]" : "")}}}";
}

/// <summary>The value beneath the field it is written for, if there is one: the left half of <c>+=</c>.</summary>
internal sealed class BelowNode(HoconOrigin origin) : Node(origin)
{
    public override bool IsDelayed => true;
}

/// <summary>Values side by side. Unquoted blanks between them are <see cref="BlankNode"/>s.</summary>
internal sealed class ConcatNode(List<Node> parts, HoconOrigin origin) : Node(origin)
{
    public List<Node> Parts { get; } = parts;

    public override bool IsDelayed => true;
}

/// <summary>Unquoted blanks between two values: they count between simple values only.</summary>
internal sealed class BlankNode(string text, HoconOrigin origin) : Node(origin)
{
    public string Text { get; } = text;
}
