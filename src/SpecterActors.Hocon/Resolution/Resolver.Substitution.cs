using System.Collections.Immutable;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon.Resolution;

/// <summary>The half that looks up what substitutions name.</summary>
internal sealed partial class Resolver
{
    private Outcome Substitute(SubstitutionNode node, KeyPath rest)
    {
        // With several places to look at, which of them counts is decided by the path as written, not by what is below it.
        if (!rest.IsEmpty && node.Candidates.Count > 1)
        {
            return Descend(Delayed(node, KeyPath.Empty), rest);
        }

        var cycle = false;
        foreach (var candidate in node.Candidates)
        {
            var outcome = LookUp(node, candidate, rest);
            if (outcome.Kind == OutcomeKind.Found)
            {
                return outcome;
            }

            cycle |= outcome.ViaCycle;
            if (outcome.Kind == OutcomeKind.Cycle)
            {
                return InCycle(node);
            }

            if (!rest.IsEmpty)
            {
                return FromEnvironment(node) is not null && LookUp(node, candidate, KeyPath.Empty).Kind != OutcomeKind.Found
                    ? Outcome.Blocked
                    : outcome;
            }
        }

        if (FromEnvironment(node) is { } variable)
        {
            return Outcome.Found(variable);
        }

        return cycle ? InCycle(node) : node.Optional ? Outcome.Missing : throw Unresolved(node);
    }

    /// <summary>
    /// A circle is broken where it runs through an optional substitution, whichever of its members was begun with; one
    /// without such a link comes back to the root as an error.
    /// </summary>
    private Outcome InCycle(SubstitutionNode node)
    {
        if (node.Optional)
        {
            _culprit = null;
            return new Outcome(OutcomeKind.Missing, ViaCycle: true);
        }

        _culprit ??= node;
        return Outcome.Cycle;
    }

    private Outcome LookUp(SubstitutionNode node, KeyPath candidate, KeyPath rest)
    {
        var path = candidate.Append(rest);
        _budget.Charge(path.Length, node.Origin);
        if (path.Length > _options.DepthMax + 1)
        {
            // No value lies that deep: only references that go round and lengthen the path each time lead here.
            return new Outcome(OutcomeKind.Missing, ViaCycle: true);
        }

        if (node.Place.Cell is not { } cell
            || Placement.PathOf(cell, _root) is not { } own
            || candidate.Below(own) is not { } inside)
        {
            return At(_root, path);
        }

        var beneath = Beneath(node.Place, inside.Append(rest));
        return beneath.Kind == OutcomeKind.Missing ? beneath with { ViaCycle = true } : beneath;
    }

    /// <summary>What the fields beneath a place come to: those it overrides, in its own object and in the ones around it.</summary>
    private Outcome Beneath(Place place, KeyPath rest)
    {
        var stack = new Stack(_budget);
        var (cell, layer, _) = place;
        if (cell is null)
        {
            return stack.Result;
        }

        stack.Add(ValueOf(cell, layer, rest));
        var keys = rest;
        while (stack.IsOpen && cell.Parent.Place.Cell is { } above)
        {
            keys = keys.Prepend(cell.Key);
            var around = cell.Parent.Place;
            if (around.Part > 0)
            {
                stack.Add(Through((ConcatNode)above.Layers[around.Layer], around.Part, keys));
            }

            if (stack.IsOpen)
            {
                stack.Add(ValueOf(above, around.Layer, keys));
            }

            cell = above;
        }

        return stack.Result;
    }

    private static Outcome Descend(Outcome outcome, KeyPath rest)
    {
        for (; outcome.Kind == OutcomeKind.Found && !rest.IsEmpty; rest = rest.Tail)
        {
            outcome = outcome.Value is not HoconValue.Object fields ? Outcome.Blocked
                : fields.TryGet(rest.Head, out var value) ? Outcome.Found(value)
                : Outcome.Missing;
        }

        return outcome;
    }

    private HoconValue? FromEnvironment(SubstitutionNode node)
    {
        if (_options.Environment is not { } environment)
        {
            return null;
        }

        var name = string.Join('.', node.Path.ToArray());
        if (!node.AsList)
        {
            return environment(name) is { } text ? new HoconValue.Text(text, node.Origin) : null;
        }

        var items = ImmutableArray.CreateBuilder<HoconValue>();
        while (environment($"{name}_{items.Count}") is { } item)
        {
            _budget.Charge(1 + item.Length, node.Origin);
            items.Add(new HoconValue.Text(item, node.Origin));
        }

        return items.Count == 0 ? null : new HoconValue.List(items.DrainToImmutable(), node.Origin);
    }

    private HoconException Unresolved(SubstitutionNode node) => new(
        HoconErrorKind.Unresolved, node.Origin, $"{node}, which has no value",
        _options.Environment is null ? "a key of that path in the document" : "a key of that path in the document, or an environment variable of that name",
        $"Define {node.Path}, or write ${{?{node.Path}}} if it may be missing.");

    private static HoconException Circular(SubstitutionNode node) => new(
        HoconErrorKind.Cycle, node.Origin, $"{node}, whose value leads back to itself", "a value that can be made without itself",
        "Break the circle: give one of the keys a plain value.");
}
