using System.Collections.Immutable;
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
        return outcome.Value ?? throw new UnreachableException($"the root came to {outcome.Kind}");
    }

    /// <summary>
    /// The value of a field's layers up to, not including, <paramref name="below"/>, followed down <paramref name="rest"/>.
    /// A layer that is just being resolved for the same path is left out together with all that overrides it.
    /// </summary>
    private Outcome ValueOf(Cell cell, int below, KeyPath rest)
    {
        var stack = new Stack(_budget);
        var open = cell.Layers.FindIndex(0, below, layer => layer.IsDelayed && _resolving.Contains((layer, rest)));
        if (open >= 0)
        {
            below = open;
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
            stack.Add(
                rest.IsEmpty && _values.TryGetValue((cell, layer + 1), out var known) ? Stop(ref layer, known)
                : At(cell.Layers[layer], rest));
        }

        return stack.Result;
    }

    // What is known of all the layers below needs no second look at them.
    private static Outcome Stop(ref int layer, Outcome known)
    {
        layer = 0;
        return known;
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

        _budget.Enter(node.Origin);
        var outcome = node switch
        {
            SubstitutionNode substitution => Substitute(substitution, rest),
            BelowNode => Beneath(node.Place, rest),
            ConcatNode concat => rest.IsEmpty ? Concatenate(concat) : Through(concat, concat.Parts.Count, rest),
            _ => throw new UnreachableException(node.GetType().Name),
        };
        _budget.Leave();
        _resolving.Remove((node, rest));
        if (outcome is { Kind: not OutcomeKind.Cycle, ViaCycle: false })
        {
            _delayed[(node, rest)] = outcome;
        }

        return outcome;
    }

    private Outcome MakeObject(ObjectNode node)
    {
        var fields = new OrderedDictionary<string, HoconValue>(StringComparer.Ordinal);
        foreach (var (key, cell) in node.Cells)
        {
            // An object cannot hold a field whose value is just being made of this very object.
            if (cell.Layers.Exists(layer => layer.IsDelayed && _resolving.Contains((layer, KeyPath.Empty))))
            {
                return Outcome.Cycle;
            }

            var outcome = ValueOf(cell, cell.Layers.Count, KeyPath.Empty);
            if (outcome.Kind == OutcomeKind.Cycle)
            {
                return outcome;
            }

            if (outcome.Value is { } value)
            {
                fields.Add(key, value);
            }
        }

        _budget.Charge(fields.Count, node.Origin);
        return Outcome.Found(_budget.Check(new HoconValue.Object(fields, node.Origin)));
    }

    private Outcome MakeList(ArrayNode node)
    {
        var items = ImmutableArray.CreateBuilder<HoconValue>(node.Items.Count);
        foreach (var item in node.Items)
        {
            var outcome = At(item, KeyPath.Empty);
            if (outcome.Kind == OutcomeKind.Cycle)
            {
                return outcome;
            }

            if (outcome.Value is { } value)
            {
                items.Add(value);
            }
        }

        _budget.Charge(items.Count, node.Origin);
        return Outcome.Found(_budget.Check(new HoconValue.List(items.DrainToImmutable(), node.Origin)));
    }
}
