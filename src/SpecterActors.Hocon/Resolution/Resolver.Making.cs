using System.Collections.Immutable;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon.Resolution;

/// <summary>The half that makes objects and lists of what was written.</summary>
internal sealed partial class Resolver
{
    private Outcome MakeObject(ObjectNode node)
    {
        var fields = new OrderedDictionary<string, HoconValue>(StringComparer.Ordinal);
        foreach (var (key, cell) in node.Cells)
        {
            // An object cannot hold a field whose value is just being made of this very object.
            if (LowestResolving(cell, KeyPath.Empty) < int.MaxValue)
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
