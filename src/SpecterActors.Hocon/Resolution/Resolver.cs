using System.Diagnostics;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon.Resolution;

/// <summary>
/// Turns what was written into values. Works lazily: looking up a path makes only what lies on it, so objects may refer to
/// their own fields; a substitution that comes back to its own field sees what lies beneath that field.
/// </summary>
/// <remarks>
/// Each substitution is resolved once and its result kept. Fields are resolved in the order in which they were first
/// written, so the result, also of documents the specification leaves undefined, is the same every time.
/// </remarks>
internal sealed partial class Resolver
{
    private readonly Node _document;
    private readonly ObjectNode _root;
    private readonly HoconParserOptions _options;
    private readonly Budget _budget;
    private readonly Dictionary<(Cell Cell, int Below), Outcome> _values = [];
    private readonly HashSet<(Cell Cell, int Below)> _making = [];
    private readonly Dictionary<(Node Node, KeyPath Way), Outcome> _delayed = [];
    private readonly HashSet<(Node Node, KeyPath Way)> _resolving = [];
    private SubstitutionNode? _culprit;

    public Resolver(Node document, HoconParserOptions options)
    {
        _document = document;
        _root = document as ObjectNode ?? new ObjectNode(document.Origin);
        _options = options;
        _budget = new Budget(options);
    }

    public HoconValue Resolve()
    {
        Placement.Assign(_document, default);
        var outcome = At(_document, KeyPath.Empty);
        return outcome.Value ?? throw (_culprit is null
            ? new UnreachableException($"the root came to {outcome.Kind}")
            : Circular(_culprit));
    }

    /// <summary>
    /// The value of a field's layers up to, not including, <paramref name="below"/>, followed down <paramref name="rest"/>.
    /// A layer that is just being resolved for the same path is left out together with all that overrides it.
    /// </summary>
    private Outcome ValueOf(Cell cell, int below, KeyPath rest)
    {
        var stack = new Stack(_budget);
        var lowest = LowestResolving(cell, rest);
        if (lowest < below)
        {
            below = lowest;
            stack.NoteCycle();
        }

        if (below == 0)
        {
            return stack.Result;
        }

        _budget.Enter(cell.Layers[below - 1].Origin);
        var outcome = rest.IsEmpty ? WholeValueOf(cell, below, stack) : LayersOf(cell, below, rest, stack);
        _budget.Leave();
        return outcome;
    }

    private Outcome WholeValueOf(Cell cell, int below, Stack stack)
    {
        if (_values.TryGetValue((cell, below), out var known))
        {
            return known;
        }

        if (!_making.Add((cell, below)))
        {
            return Outcome.Cycle;
        }

        var outcome = LayersOf(cell, below, KeyPath.Empty, stack);
        _making.Remove((cell, below));
        if (outcome.Kind == OutcomeKind.Found)
        {
            _values[(cell, below)] = outcome;
        }

        return outcome;
    }

    private Outcome LayersOf(Cell cell, int below, KeyPath rest, Stack stack)
    {
        for (var layer = below - 1; layer >= 0 && stack.IsOpen; layer--)
        {
            if (rest.IsEmpty && _values.TryGetValue((cell, layer + 1), out var known))
            {
                // What is known of all the layers from here down needs no second look at them.
                stack.Add(known);
                break;
            }

            stack.Add(At(cell.Layers[layer], rest));
        }

        return stack.Result;
    }

    /// <summary>The value of one node, followed down <paramref name="rest"/>.</summary>
    private Outcome At(Node node, KeyPath rest) => node switch
    {
        ScalarNode scalar => rest.IsEmpty ? Outcome.Found(scalar.Value) : Outcome.Blocked,
        ArrayNode array => rest.IsEmpty ? MakeList(array) : Outcome.Blocked,
        ObjectNode fields => rest.IsEmpty ? MakeObject(fields)
            : fields.Cells.TryGetValue(rest.Head, out var cell) ? ValueOf(cell, cell.Layers.Count, rest.Tail)
            : Outcome.Missing,
        SubstitutionNode or BelowNode or ConcatNode => Delayed(node, rest),
        _ => throw new UnreachableException(node.GetType().Name),
    };

    private Outcome Delayed(Node node, KeyPath rest)
    {
        if (_delayed.TryGetValue((node, rest), out var known))
        {
            return known;
        }

        if (!_resolving.Add((node, rest)))
        {
            return Outcome.Cycle;
        }

        node.Place.Cell?.Resolving.Add(node);
        _budget.Enter(node.Origin);
        var outcome = node switch
        {
            SubstitutionNode substitution => Substitute(substitution, rest),
            BelowNode => Beneath(node.Place, rest),
            ConcatNode concat => rest.IsEmpty ? Concatenate(concat) : Through(concat, concat.Parts.Count, rest),
            _ => throw new UnreachableException(node.GetType().Name),
        };
        _budget.Leave();
        node.Place.Cell?.Resolving.RemoveAt(node.Place.Cell.Resolving.Count - 1);
        _resolving.Remove((node, rest));
        if (outcome is { Kind: not OutcomeKind.Cycle, ViaCycle: false })
        {
            _delayed[(node, rest)] = outcome;
        }

        return outcome;
    }

    /// <summary>The lowest layer of a field that is just being resolved for that path; beyond all layers if none is.</summary>
    private int LowestResolving(Cell cell, KeyPath rest)
    {
        var lowest = int.MaxValue;
        foreach (var node in cell.Resolving)
        {
            if (node.Place.Layer < lowest && node == cell.Layers[node.Place.Layer] && _resolving.Contains((node, rest)))
            {
                lowest = node.Place.Layer;
            }
        }

        return lowest;
    }
}
