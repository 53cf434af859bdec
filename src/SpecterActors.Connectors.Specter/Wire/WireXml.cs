using System.Text;
using System.Xml;

namespace SpecterActors.Connectors.Specter.Wire;

/// <summary>A node of an XML answer. Names are compared without regard to case and namespace.</summary>
internal sealed class WireNode(string name)
{
    private readonly List<(string Name, string Value)> attributes = [];
    private readonly List<WireNode> children = [];
    private readonly StringBuilder text = new();

    public string Name { get; } = name;

    public string Text => text.ToString();

    public IReadOnlyList<WireNode> Children => children;

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public WireNode? Child(string name) => children.Find(child => child.Is(name));

    public IEnumerable<WireNode> ChildrenNamed(string name) => children.Where(child => child.Is(name));

    public string? Attribute(string name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>The node as text, for a row that is kept because it could not be read; at most so many characters.</summary>
    public string Raw(int lengthMax)
    {
        var raw = new StringBuilder();
        Write(raw, lengthMax);
        return raw.Length <= lengthMax ? raw.ToString() : raw.ToString(0, lengthMax);
    }

    internal void AddAttribute(string name, string value) => attributes.Add((name, value));

    internal void AddChild(WireNode child) => children.Add(child);

    internal void AddText(string part) => text.Append(part);

    private void Write(StringBuilder raw, int lengthMax)
    {
        raw.Append('<').Append(Name);
        foreach (var (name, value) in attributes)
        {
            raw.Append(' ').Append(name).Append("=\"").Append(value).Append('"');
        }

        raw.Append('>').Append(Text);
        foreach (var child in children)
        {
            if (raw.Length > lengthMax)
            {
                return;
            }

            child.Write(raw, lengthMax);
        }

        raw.Append("</").Append(Name).Append('>');
    }
}

/// <summary>Reads XML from outside: no document type, no entities of its own, no references, bounded depth and size.</summary>
internal static class WireXml
{
    private const int DepthMax = 32;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,

        // One odd control character in an article's name must not make a whole batch unreadable.
        CheckCharacters = false,
    };

    /// <summary>The root node, or null with the reason: not XML, cut off, HTML, too deep.</summary>
    public static WireNode? Read(string text, out string reason)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.TrimStart()), Settings);
            var root = ReadTree(reader);
            reason = root is null ? "unreadable-xml" : root.Is("html") ? "html-answer" : "";
            return reason.Length == 0 ? root : null;
        }
        catch (XmlException)
        {
            var start = text.TrimStart();
            reason = start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
                ? "html-answer"
                : "unreadable-xml";
            return null;
        }
    }

    private static WireNode? ReadTree(XmlReader reader)
    {
        WireNode? root = null;
        var open = new Stack<WireNode>();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    var node = ReadElement(reader);
                    if (open.TryPeek(out var parent))
                    {
                        parent.AddChild(node);
                    }
                    else
                    {
                        root = node;
                    }

                    if (!isEmpty)
                    {
                        open.Push(node);
                    }

                    if (open.Count > DepthMax)
                    {
                        return null;
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    if (open.TryPeek(out var owner))
                    {
                        owner.AddText(reader.Value);
                    }

                    break;
                default:
                    break; // declaration and white space carry nothing
            }
        }

        return root;
    }

    private static WireNode ReadElement(XmlReader reader)
    {
        var node = new WireNode(reader.LocalName);
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                node.AddAttribute(reader.LocalName, reader.Value);
            }
            while (reader.MoveToNextAttribute());
        }

        return node;
    }
}
