using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon.Resolution;

/// <summary>
/// Tells every node of a merged document where it stands, so that a substitution knows its own field and what lies beneath.
/// An array cuts the way: no path leads into it.
/// </summary>
internal static class Placement
{
    public static void Assign(Node node, Place place)
    {
        node.Place = place;
        switch (node)
        {
            case ObjectNode fields:
                AssignFields(fields);
                break;
            case ArrayNode array:
                array.Items.ForEach(item => Assign(item, default));
                break;
            case ConcatNode concat:
                for (var part = 0; part < concat.Parts.Count; part++)
                {
                    Assign(concat.Parts[part], place with { Part = part });
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The path of a field from the root; null if an array stands on the way.</summary>
    public static KeyPath? PathOf(Cell cell, ObjectNode root)
    {
        var path = KeyPath.Empty.Prepend(cell.Key);
        for (var parent = cell.Parent; parent != root; parent = cell.Parent)
        {
            if (parent.Place.Cell is not { } above)
            {
                return null;
            }

            cell = above;
            path = path.Prepend(cell.Key);
        }

        return path;
    }

    private static void AssignFields(ObjectNode fields)
    {
        foreach (var cell in fields.Cells.Values)
        {
            for (var layer = 0; layer < cell.Layers.Count; layer++)
            {
                Assign(cell.Layers[layer], new Place(cell, layer, 0));
            }
        }
    }
}
