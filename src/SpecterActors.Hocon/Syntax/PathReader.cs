using System.Text;

namespace SpecterActors.Hocon.Syntax;

/// <summary>
/// Reads a path expression: keys between dots, dots inside quotes being part of a key. Stops, without taking it, at the
/// character that ends the path; the caller judges whether that one may stand there.
/// </summary>
internal sealed class PathReader(TextCursor cursor, string whatFollows, int depthMax)
{
    private readonly List<string> _keys = [];
    private readonly StringBuilder _key = new();
    private readonly int _start = cursor.Position;
    private bool _quoted;
    private bool _any;

    public KeyPath Read()
    {
        var blanks = cursor.TakeBlanksOnLine();
        while (!cursor.AtEnd && !cursor.AtComment && cursor.Current != '\n' && TakePiece(_any ? blanks : ""))
        {
            blanks = cursor.TakeBlanksOnLine();
        }

        if (!_any)
        {
            throw cursor.Error("a key", "Write a key; put it in double quotes if it holds special characters.");
        }

        EndKey();
        return KeyPath.Of(_keys);
    }

    private bool TakePiece(string blanks)
    {
        var c = cursor.Current;
        if (c == '"')
        {
            _key.Append(blanks).Append(QuotedText.Read(cursor));
            _quoted = true;
            _any = true;
            return true;
        }

        if (c is '$')
        {
            throw cursor.Error(
                whatFollows, "A substitution cannot stand in a key or in another substitution; put the '$' in double quotes if it is meant.");
        }

        if (Characters.IsForbiddenUnquoted(c))
        {
            return false;
        }

        _key.Append(blanks);
        _any = true;
        for (; !cursor.AtEnd && !cursor.AtComment; cursor.Position++)
        {
            c = cursor.Current;
            if (Characters.IsBlank(c) || Characters.IsForbiddenUnquoted(c))
            {
                break;
            }

            if (c == '.')
            {
                EndKey();
            }
            else
            {
                _key.Append(c);
            }
        }

        return true;
    }

    private void EndKey()
    {
        if (_key.Length == 0 && !_quoted)
        {
            throw cursor.Error(
                _start, "a path with an empty key", "a key before, between and after the dots",
                "Remove the dot that is too many, or write the empty key as \"\".");
        }

        _keys.Add(_key.ToString());
        _key.Clear();
        _quoted = false;
        if (_keys.Count > depthMax)
        {
            throw new HoconException(
                HoconErrorKind.Limit, cursor.OriginOf(_start), $"a path of more than {depthMax} keys",
                "a shorter path", "Nest less deeply, or raise DepthMax.");
        }
    }
}
