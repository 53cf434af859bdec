namespace SpecterActors.Hocon.Syntax;

/// <summary>An object as it was written, duplicate keys gathered into the layers of one cell.</summary>
internal sealed class ObjectNode(HoconOrigin origin) : Node(origin)
{
    public OrderedDictionary<string, Cell> Cells { get; } = new(StringComparer.Ordinal);

    public Cell CellFor(string key)
    {
        if (!Cells.TryGetValue(key, out var cell))
        {
            cell = new Cell(this, key);
            Cells.Add(key, cell);
        }

        return cell;
    }

    /// <summary>Takes over the fields of an object that was written later: its layers come on top.</summary>
    public void Absorb(ObjectNode later)
    {
        foreach (var (key, cell) in later.Cells)
        {
            var own = CellFor(key);
            foreach (var layer in cell.Layers)
            {
                own.Add(layer);
            }
        }
    }
}

/// <summary>All that was written for one key of one object, the earliest first.</summary>
internal sealed class Cell(ObjectNode parent, string key)
{
    public ObjectNode Parent { get; } = parent;

    public string Key { get; } = key;

    public List<Node> Layers { get; } = [];

    /// <summary>The nodes of this field that are just being resolved, the latest last; a node once for each path below it.</summary>
    public List<Node> Resolving { get; } = [];

    public void Add(Node node)
    {
        if (node is ObjectNode later && Layers.Count > 0 && Layers[^1] is ObjectNode earlier)
        {
            earlier.Absorb(later);
            return;
        }

        // A value that is neither an object nor delayed hides whatever was written before, for good.
        if (node is ScalarNode or ArrayNode)
        {
            Layers.Clear();
        }

        Layers.Add(node);
    }

    /// <summary>Appends one element, <c>+=</c>: onto a plain array at once, so that a long list costs no chain of references.</summary>
    public void Append(Node element, HoconOrigin origin)
    {
        var top = Layers.Count > 0 ? Layers[^1] : null;
        var list = top is ConcatNode { Parts: [BelowNode, ArrayNode appended] } ? appended : top as ArrayNode;
        if (list is not null && DelayedParts.None(element))
        {
            list.Items.Add(element);
            return;
        }

        Layers.Add(new ConcatNode([new BelowNode(origin), new ArrayNode([element], origin)], origin));
    }
}
