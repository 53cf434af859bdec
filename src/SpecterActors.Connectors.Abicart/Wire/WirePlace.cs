using System.Globalization;

namespace SpecterActors.Connectors.Abicart.Wire;

/// <summary>
/// Where in an answer a value stands. Its text, a JSON Pointer, is made only when something there cannot be read: of thousands of values
/// it is asked for hardly ever. The default is the root.
/// </summary>
internal readonly struct WirePlace
{
    private readonly Node? node;

    private WirePlace(Node node) => this.node = node;

    public bool IsRoot => node is null;

    /// <summary>The place of a member.</summary>
    public WirePlace Inside(string name) => new(new Node(node, name, 0));

    /// <summary>The place of an element.</summary>
    public WirePlace Inside(int index) => new(new Node(node, null, index));

    /// <inheritdoc/>
    public override string ToString() => node?.ToString() ?? "";

    private sealed class Node(Node? parent, string? name, int index)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{parent}/{name ?? index.ToString(CultureInfo.InvariantCulture)}");
    }
}
