namespace SpecterActors.Hocon.Syntax;

/// <summary>Tells whether anything inside a node waits for substitution.</summary>
internal static class DelayedParts
{
    public static bool None(Node node) => node switch
    {
        ObjectNode fields => fields.Cells.Values.All(cell => cell.Layers.All(None)),
        ArrayNode array => array.Items.All(None),
        _ => !node.IsDelayed,
    };
}
