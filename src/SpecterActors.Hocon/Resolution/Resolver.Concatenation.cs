using System.Collections.Immutable;
using System.Text;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon.Resolution;

/// <summary>The half that joins values side by side.</summary>
internal sealed partial class Resolver
{
    /// <summary>The parts of a concatenation before <paramref name="end"/>, as objects laid over each other, followed down a path.</summary>
    private Outcome Through(ConcatNode node, int end, KeyPath rest)
    {
        if (node.Parts.Exists(part => part is ScalarNode or ArrayNode))
        {
            return Outcome.Blocked;
        }

        var stack = new Stack(_budget);
        for (var part = end - 1; part >= 0 && stack.IsOpen; part--)
        {
            if (node.Parts[part] is not BlankNode)
            {
                stack.Add(At(node.Parts[part], rest));
            }
        }

        return stack.Result;
    }

    private Outcome Concatenate(ConcatNode node)
    {
        var values = new HoconValue?[node.Parts.Count];
        var viaCycle = false;
        for (var part = 0; part < values.Length; part++)
        {
            if (node.Parts[part] is BlankNode)
            {
                continue;
            }

            var outcome = At(node.Parts[part], KeyPath.Empty);
            if (outcome.Kind == OutcomeKind.Cycle)
            {
                return outcome;
            }

            viaCycle |= outcome.ViaCycle;
            values[part] = outcome.Value;
        }

        return values.Any(value => value is HoconValue.List) ? Outcome.Found(JoinLists(node, values))
            : values.Any(value => value is HoconValue.Object) ? Outcome.Found(JoinObjects(node, values))
            : JoinTexts(node, values, viaCycle);
    }

    private HoconValue.List JoinLists(ConcatNode node, HoconValue?[] values)
    {
        var items = ImmutableArray.CreateBuilder<HoconValue>();
        foreach (var value in values)
        {
            if (value is null)
            {
                continue;
            }

            var list = NumberedKeys.AsList(value) ?? throw Mixture(node, value, "arrays only, for another part is an array");
            _budget.Charge(list.Items.Length, value.Origin);
            items.AddRange(list.Items);
        }

        return _budget.Check(new HoconValue.List(items.DrainToImmutable(), node.Origin));
    }

    private HoconValue.Object JoinObjects(ConcatNode node, HoconValue?[] values)
    {
        HoconValue.Object? joined = null;
        foreach (var value in values)
        {
            if (value is null)
            {
                continue;
            }

            var upper = value as HoconValue.Object ?? throw Mixture(node, value, "objects only, for another part is an object");
            if (joined is not null)
            {
                _budget.Charge(joined.Count + upper.Count, upper.Origin);
            }

            joined = joined is null ? upper : _budget.Check(upper.Over(joined));
        }

        return joined!;
    }

    private Outcome JoinTexts(ConcatNode node, HoconValue?[] values, bool viaCycle)
    {
        var text = new StringBuilder();
        var any = false;
        for (var part = 0; part < values.Length; part++)
        {
            var piece = node.Parts[part] is BlankNode blank ? blank.Text : values[part]?.ToString();
            any |= piece is not null;
            _budget.Charge(piece?.Length ?? 0, node.Origin);
            text.Append(piece);
        }

        return any
            ? Outcome.Found(new HoconValue.Text(text.ToString(), node.Origin))
            : new Outcome(OutcomeKind.Missing, ViaCycle: viaCycle);
    }

    private static HoconException Mixture(ConcatNode node, HoconValue value, string expected) => new(
        HoconErrorKind.WrongType, node.Origin, $"{Describe.Kind(value)} in a concatenation", expected,
        "Only arrays join with arrays, objects with objects and simple values with simple values; change the kind of one of them.");
}
