using System.Text;

namespace SpecterActors.Hocon.Syntax;

/// <summary>Joins values that stand side by side, as far as that is possible before substitution.</summary>
internal static class Joining
{
    public static Node Join(List<Node> parts, HoconOrigin origin)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        RefuseMixture(parts);
        if (parts.TrueForAll(part => part is ScalarNode or BlankNode))
        {
            return new ScalarNode(new HoconValue.Text(JoinTexts(parts), origin));
        }

        if (parts.TrueForAll(part => part is ArrayNode or BlankNode))
        {
            return new ArrayNode([.. parts.OfType<ArrayNode>().SelectMany(array => array.Items)], origin);
        }

        if (parts.TrueForAll(part => part is ObjectNode or BlankNode))
        {
            var merged = new ObjectNode(origin);
            foreach (var part in parts.OfType<ObjectNode>())
            {
                merged.Absorb(part);
            }

            return merged;
        }

        return new ConcatNode(parts, origin);
    }

    private static string JoinTexts(List<Node> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part is BlankNode blank ? blank.Text : ((ScalarNode)part).Value.ToString());
        }

        return text.ToString();
    }

    private static void RefuseMixture(List<Node> parts)
    {
        var simple = parts.Find(part => part is ScalarNode);
        var compound = parts.Find(part => part is ObjectNode or ArrayNode);
        if (simple is null || compound is null)
        {
            return;
        }

        var second = parts.IndexOf(simple) < parts.IndexOf(compound) ? compound : simple;
        throw new HoconException(
            HoconErrorKind.WrongType, second.Origin,
            compound is ObjectNode ? "an object side by side with a simple value" : "an array side by side with a simple value",
            "simple values only, arrays only, or objects only", "Put a comma or a newline between the two.");
    }
}
