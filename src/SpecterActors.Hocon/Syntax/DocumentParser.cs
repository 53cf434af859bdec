namespace SpecterActors.Hocon.Syntax;

/// <summary>Reads one text: objects, fields and arrays. Values are read by the other half of the class.</summary>
internal sealed partial class DocumentParser(TextCursor cursor, ParseSession session, ParseContext context)
{
    private readonly List<string> _path = [.. context.Path];
    private int _arrays = context.InsideArray ? 1 : 0;
    private int _depth = context.Depth;

    /// <summary>Reads the whole text; the root is an <see cref="ObjectNode"/> or an <see cref="ArrayNode"/>.</summary>
    public Node ReadDocument()
    {
        cursor.SkipBlank();
        if (!cursor.AtEnd && cursor.Current is '{' or '[')
        {
            Node root = cursor.Current == '{' ? ReadObject() : ReadArray();
            cursor.SkipBlank();
            return cursor.AtEnd
                ? root
                : throw cursor.Error(
                    "the end of the text", "The root ends before this; remove the rest, or the braces around the root.");
        }

        var bare = new ObjectNode(cursor.Here);
        ReadFields(bare, opening: null);
        return bare;
    }

    private ObjectNode ReadObject()
    {
        var opening = cursor.Here;
        Descend(1, opening);
        cursor.Position++;
        var node = new ObjectNode(opening);
        ReadFields(node, opening);
        _depth--;
        return node;
    }

    private void ReadFields(ObjectNode target, HoconOrigin? opening)
    {
        cursor.SkipBlank();
        while (true)
        {
            if (cursor.AtEnd)
            {
                if (opening is not null)
                {
                    throw cursor.Error($"'}}' to close the '{{' of line {opening.Line}", "Add the missing '}'.");
                }

                return;
            }

            if (cursor.Current == '}')
            {
                if (opening is null)
                {
                    throw cursor.Error("a key or the end of the text", "Remove this '}', or add the '{' that it closes.");
                }

                cursor.Position++;
                return;
            }

            ReadField(target);
            EndItem('}', "a newline, ',' or '}' after the value");
        }
    }

    private ArrayNode ReadArray()
    {
        var opening = cursor.Here;
        Descend(1, opening);
        _arrays++;
        cursor.Position++;
        var items = new List<Node>();
        cursor.SkipBlank();
        while (cursor.AtEnd || cursor.Current != ']')
        {
            if (cursor.AtEnd)
            {
                throw cursor.Error($"']' to close the '[' of line {opening.Line}", "Add the missing ']'.");
            }

            items.Add(ReadValue());
            EndItem(']', "a newline, ',' or ']' after the element");
        }

        cursor.Position++;
        _arrays--;
        _depth--;
        return new ArrayNode(items, opening);
    }

    /// <summary>Passes what separates two items: newlines, or blanks and one comma.</summary>
    private void EndItem(char closing, string expected)
    {
        var newline = cursor.SkipBlank();
        if (cursor.AtEnd || cursor.Current == closing)
        {
            return;
        }

        if (cursor.Current == ',')
        {
            cursor.Position++;
            cursor.SkipBlank();
            if (!cursor.AtEnd && cursor.Current == ',')
            {
                throw cursor.Error("a value", "Remove the comma that is too many.");
            }
        }
        else if (!newline)
        {
            throw cursor.Error(expected, Remedies.InValue(cursor.Current));
        }
    }

    private void ReadField(ObjectNode target)
    {
        if (AtInclude())
        {
            ReadInclude(target);
            return;
        }

        var origin = cursor.Here;
        if (cursor.Current == ',')
        {
            throw cursor.Error("a key", "Remove the comma that is too many.");
        }

        var path = new PathReader(cursor, "a key", session.Options.DepthMax).Read();
        Descend(path.Length - 1, origin);
        cursor.SkipBlank();
        var append = cursor.TryTake("+=");
        if (!append && !cursor.TryTake("=") && !cursor.TryTake(":") && (cursor.AtEnd || cursor.Current != '{'))
        {
            throw cursor.Error(
                $"'=', ':', '+=' or '{{' after the key {path}",
                "Write key = value; put the key in double quotes if it holds special characters.");
        }

        cursor.SkipBlank();
        _path.AddRange(path.ToArray());
        _arrays += append ? 1 : 0;
        var value = ReadValue();
        _arrays -= append ? 1 : 0;
        _path.RemoveRange(_path.Count - path.Length, path.Length);
        Put(target, path, value, append, origin);
        _depth -= path.Length - 1;
    }

    private static void Put(ObjectNode target, KeyPath path, Node value, bool append, HoconOrigin origin)
    {
        for (; path.Length > 1; path = path.Tail)
        {
            var cell = target.CellFor(path.Head);
            if (cell.Layers.Count == 0 || cell.Layers[^1] is not ObjectNode)
            {
                cell.Add(new ObjectNode(origin));
            }

            target = (ObjectNode)cell.Layers[^1];
        }

        if (append)
        {
            target.CellFor(path.Head).Append(value, origin);
        }
        else
        {
            target.CellFor(path.Head).Add(value);
        }
    }

    private void Descend(int levels, HoconOrigin origin)
    {
        _depth += levels;
        if (_depth > session.Options.DepthMax)
        {
            throw new HoconException(
                HoconErrorKind.Limit, origin, $"more than {session.Options.DepthMax} levels of objects and arrays",
                "less nesting", "Nest less deeply, or raise DepthMax.");
        }
    }
}
