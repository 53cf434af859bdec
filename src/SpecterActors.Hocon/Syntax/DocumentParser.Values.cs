using System.Collections.Immutable;

namespace SpecterActors.Hocon.Syntax;

/// <summary>The half that reads values: pieces side by side on a line, joined where that is already possible.</summary>
internal sealed partial class DocumentParser
{
    private Node ReadValue()
    {
        var start = cursor.Position;
        var parts = new List<Node>();
        var blanks = "";
        var blanksAt = cursor.Position;
        while (AtPiece())
        {
            if (blanks.Length > 0 && parts.Count > 0)
            {
                parts.Add(new BlankNode(blanks, cursor.OriginOf(blanksAt)));
            }

            parts.Add(ReadPiece());
            blanksAt = cursor.Position;
            blanks = cursor.TakeBlanksOnLine();
        }

        if (parts.Count == 0)
        {
            throw cursor.Error("a value", "Write a value, \"\" for the empty string, or remove the key.");
        }

        return Joining.Join(parts, cursor.OriginOf(start));
    }

    private bool AtPiece() =>
        !cursor.AtEnd && !cursor.AtComment && cursor.Current is not ('\n' or ',' or '}' or ']');

    private Node ReadPiece()
    {
        var origin = cursor.Here;
        switch (cursor.Current)
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"':
                return new ScalarNode(new HoconValue.Text(QuotedText.Read(cursor), origin));
            case '$':
                return ReadSubstitution(origin);
            default:
                return new ScalarNode(Unquoted(ReadUnquoted(), origin));
        }
    }

    private string ReadUnquoted()
    {
        var start = cursor.Position;
        cursor.Position += Characters.NumberLength(cursor.Rest);
        while (!cursor.AtEnd && !cursor.AtComment
            && !Characters.IsBlank(cursor.Current) && !Characters.IsForbiddenUnquoted(cursor.Current))
        {
            cursor.Position++;
        }

        return cursor.Position > start
            ? cursor.Text[start..cursor.Position]
            : throw cursor.Error("a value, a newline, ',' or a closing bracket", Remedies.InValue(cursor.Current));
    }

    private static HoconValue Unquoted(string text, HoconOrigin origin) => text switch
    {
        "true" => new HoconValue.Boolean(true, origin),
        "false" => new HoconValue.Boolean(false, origin),
        "null" => new HoconValue.Null(origin),
        _ when Characters.NumberLength(text) == text.Length => new HoconValue.Number(text, origin),
        _ => new HoconValue.Text(text, origin),
    };

    private SubstitutionNode ReadSubstitution(HoconOrigin origin)
    {
        if (!cursor.TryTake("${"))
        {
            throw cursor.Error("${path} or ${?path}", "Put the '$' in double quotes if it is meant as such.");
        }

        var optional = cursor.TryTake("?");
        if (context.IsIncluded && context.InsideArray)
        {
            throw new HoconException(
                HoconErrorKind.Include, origin, "a substitution in a file that is included inside an array",
                "no substitution, for an array has no path it could be relative to",
                "Include the file outside of the array, or write the value out.");
        }

        var path = new PathReader(cursor, "a path and '}'", session.Options.DepthMax).Read();
        var asList = cursor.TryTake("[]");
        if (!cursor.TryTake("}"))
        {
            throw cursor.Error(
                "'}' to close the substitution", "Write ${path} or ${?path}; put keys with special characters in double quotes.");
        }

        var candidates = context.Prefixes.Select(prefix => path.Prepend(prefix)).Append(path).ToImmutableArray();
        return new SubstitutionNode(path, candidates, optional, asList, origin);
    }
}
