namespace SpecterActors.Hocon.Syntax;

/// <summary>The half that reads include statements.</summary>
internal sealed partial class DocumentParser
{
    private const string Keyword = "include";
    private const string Forms = "include \"file\", include file(\"file\") or include required(\"file\")";
    private const string Remedy = "Name the file in double quotes; write \"include\" in quotes if it is meant as a key.";

    private bool AtInclude()
    {
        var rest = cursor.Rest;
        return rest.StartsWith(Keyword, StringComparison.Ordinal)
            && (rest.Length == Keyword.Length
                || Characters.IsBlank(rest[Keyword.Length]) || Characters.IsForbiddenUnquoted(rest[Keyword.Length]));
    }

    private void ReadInclude(ObjectNode target)
    {
        var statement = cursor.Here;
        cursor.Position += Keyword.Length;
        cursor.SkipBlank();
        var required = TryOpen("required(");
        var form = "";
        if (TryOpen("file("))
        {
            form = "file";
        }
        else if (TryOpen("url("))
        {
            form = "url";
        }
        else if (TryOpen("classpath("))
        {
            form = "classpath";
        }

        var nameAt = cursor.Here;
        if (cursor.AtEnd || cursor.Current != '"')
        {
            throw cursor.Error(Forms, Remedy);
        }

        var name = QuotedText.Read(cursor);
        Close(form.Length > 0);
        Close(required);
        RefuseForeign(form, name, nameAt);
        var inner = new ParseContext(
            context.Directory,
            [.. _path],
            _path.Count == 0 || _path.SequenceEqual(context.Path) ? context.Prefixes : context.Prefixes.Insert(0, [.. _path]),
            _arrays > 0,
            IsIncluded: true,
            _depth);
        foreach (var included in session.ReadInclude(name, required, inner, statement, nameAt))
        {
            target.Absorb(included);
        }
    }

    private bool TryOpen(string opening)
    {
        if (!cursor.TryTake(opening))
        {
            return false;
        }

        cursor.SkipBlank();
        return true;
    }

    private void Close(bool opened)
    {
        if (!opened)
        {
            return;
        }

        cursor.SkipBlank();
        if (!cursor.TryTake(")"))
        {
            throw cursor.Error("')' after the file name", Remedy);
        }
    }

    private static void RefuseForeign(string form, string name, HoconOrigin origin)
    {
        if (form is "url" or "classpath")
        {
            throw new HoconException(
                HoconErrorKind.Include, origin, $"include {form}(...)", "the name of a file",
                "Only files can be included: copy the content into a file and include that.");
        }

        if (name.Contains("://", StringComparison.Ordinal))
        {
            throw new HoconException(
                HoconErrorKind.Include, origin, "an address as the name of an included file", "the name of a file",
                "Only files can be included: copy the content into a file and include that.");
        }

        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new HoconException(
                HoconErrorKind.Include, origin, name.Length == 0 ? "an empty file name" : "a file name with a NUL character",
                "the name of a file", "Name the file to include, or remove the statement.");
        }
    }
}
