namespace SpecterActors.Hocon.Syntax;

/// <summary>A position in a text that knows its line and column and raises the errors found there.</summary>
internal sealed class TextCursor
{
    private readonly List<int> _lineStarts = [0];

    public TextCursor(string text, string source)
    {
        Text = text;
        Source = source;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }

        RefuseUnpairedSurrogates();
    }

    public string Text { get; }

    public string Source { get; }

    public int Position { get; set; }

    public bool AtEnd => Position >= Text.Length;

    /// <summary>The character here; NUL at the end, where <see cref="AtEnd"/> decides.</summary>
    public char Current => AtEnd ? '\0' : Text[Position];

    public ReadOnlySpan<char> Rest => Text.AsSpan(Position);

    public HoconOrigin Here => OriginOf(Position);

    /// <summary>Whether a comment starts here.</summary>
    public bool AtComment => !AtEnd && (Current == '#' || Rest is ['/', '/', ..]);

    public HoconOrigin OriginOf(int position)
    {
        var index = _lineStarts.BinarySearch(position);
        var line = index >= 0 ? index : ~index - 1;
        return new HoconOrigin(Source, line + 1, position - _lineStarts[line] + 1);
    }

    /// <summary>Passes blanks, newlines and comments; tells whether a newline was among them.</summary>
    public bool SkipBlank()
    {
        var newline = false;
        while (!AtEnd)
        {
            if (AtComment)
            {
                SkipToLineEnd();
            }
            else if (Characters.IsBlank(Current))
            {
                newline |= Current == '\n';
                Position++;
            }
            else
            {
                break;
            }
        }

        return newline;
    }

    /// <summary>Takes the blanks up to the next character or newline.</summary>
    public string TakeBlanksOnLine()
    {
        var start = Position;
        while (!AtEnd && Current != '\n' && Characters.IsBlank(Current))
        {
            Position++;
        }

        return Text[start..Position];
    }

    public bool TryTake(string expected)
    {
        if (!Rest.StartsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }

        Position += expected.Length;
        return true;
    }

    /// <summary>What stands here, named for an error message.</summary>
    public string Found() => AtEnd ? "the end of the text" : Characters.Name(Current);

    public HoconException Error(string expected, string remedy) => Error(Position, Found(), expected, remedy);

    public HoconException Error(int position, string found, string expected, string remedy) =>
        new(HoconErrorKind.Syntax, OriginOf(position), found, expected, remedy);

    private void SkipToLineEnd()
    {
        var end = Text.IndexOf('\n', Position);
        Position = end < 0 ? Text.Length : end;
    }

    private void RefuseUnpairedSurrogates()
    {
        for (var i = 0; i < Text.Length; i++)
        {
            if (!char.IsSurrogate(Text[i]))
            {
                continue;
            }

            if (i + 1 >= Text.Length || !char.IsSurrogatePair(Text[i], Text[i + 1]))
            {
                throw Error(i, "half of a surrogate pair", "whole Unicode characters", "Save the text as UTF-8.");
            }

            i++;
        }
    }
}
