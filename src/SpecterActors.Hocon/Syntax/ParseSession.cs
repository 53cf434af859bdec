using System.Diagnostics;

namespace SpecterActors.Hocon.Syntax;

/// <summary>What one document's texts share while they are read: the limits, the files already open, the options.</summary>
internal sealed class ParseSession
{
    private readonly List<string> _open = [];
    private int _characters;
    private int _includes;

    public ParseSession(HoconParserOptions options)
    {
        options.Validate();
        Options = options;
    }

    public HoconParserOptions Options { get; }

    public Node ReadSource(HoconSource source) => source switch
    {
        HoconSource.Text text => ReadText(text.Content, text.Name, ParseContext.Root(Options.BaseDirectory)),
        HoconSource.File file => ReadFile(file),
        _ => throw new UnreachableException(source.GetType().Name),
    };

    /// <summary>Reads the file or files an include statement names; none if they are missing and need not be there.</summary>
    public IReadOnlyList<ObjectNode> ReadInclude(
        string name, bool required, ParseContext context, HoconOrigin statement, HoconOrigin nameAt)
    {
        if (++_includes > Options.IncludesMax)
        {
            throw new HoconException(
                HoconErrorKind.Limit, statement, $"more than {Options.IncludesMax} includes", "fewer includes",
                "Include fewer files, or raise IncludesMax.");
        }

        var found = new List<ObjectNode>();
        foreach (var path in Candidates(name, context, nameAt))
        {
            if (ReadIfThere(path, context, nameAt) is { } node)
            {
                found.Add(node as ObjectNode ?? throw new HoconException(
                    HoconErrorKind.Include, node.Origin, "an array as the root of an included file", "an object",
                    "Give the array a name in the included file: list = [ ... ]."));
                if (Path.GetExtension(path).Length == 0)
                {
                    break;
                }
            }
        }

        return found.Count > 0 || !required
            ? found
            : throw new HoconException(
                HoconErrorKind.Include, nameAt, $"a required include of \"{name}\", which does not exist",
                "an existing file", $"Create {Resolve(name, context, nameAt)}, or correct the name.");
    }

    private Node ReadFile(HoconSource.File file)
    {
        var path = Path.GetFullPath(file.Path);
        var origin = new HoconOrigin(path, 0, 0);
        var node = ReadIfThere(path, ParseContext.Root(directory: null), origin);
        if (node is null && !file.Optional)
        {
            throw new HoconException(
                HoconErrorKind.File, origin, "no such file", "an existing file", "Create the file, or correct the path.");
        }

        return node ?? new ObjectNode(origin);
    }

    private Node? ReadIfThere(string path, ParseContext context, HoconOrigin reference)
    {
        if (_open.Contains(path))
        {
            throw new HoconException(
                HoconErrorKind.Include, reference,
                $"an include that closes a circle: {string.Join(" -> ", _open.SkipWhile(open => open != path))} -> {path}",
                "files that do not include each other", "Move what both need into a third file and include that.");
        }

        if (SourceFile.Read(path, Options.CharactersMax - _characters, reference) is not { } text)
        {
            return null;
        }

        _open.Add(path);
        var node = ReadText(text, path, context with { Directory = Path.GetDirectoryName(path) });
        _open.RemoveAt(_open.Count - 1);
        return node;
    }

    private Node ReadText(string text, string name, ParseContext context)
    {
        if (text.Length > Options.CharactersMax - _characters)
        {
            throw SourceFile.TooLarge(new HoconOrigin(name, 0, 0));
        }

        _characters += text.Length;
        return new DocumentParser(new TextCursor(text, name), this, context).ReadDocument();
    }

    /// <summary>A name without extension means name.json and, over it, name.conf; if neither exists, the bare name.</summary>
    private static IEnumerable<string> Candidates(string name, ParseContext context, HoconOrigin origin)
    {
        var path = Resolve(name, context, origin);
        return Path.GetExtension(path).Length > 0 ? [path]
            : File.Exists(path + ".json") || File.Exists(path + ".conf") ? [path + ".json", path + ".conf"]
            : [path];
    }

    private static string Resolve(string name, ParseContext context, HoconOrigin origin)
    {
        if (Path.IsPathFullyQualified(name))
        {
            return Path.GetFullPath(name);
        }

        return context.Directory is { } directory
            ? Path.GetFullPath(name, Path.GetFullPath(directory))
            : throw new HoconException(
                HoconErrorKind.Include, origin, "a relative file name in a text that has no folder", "a full path",
                "Name the file by its full path, or set BaseDirectory.");
    }
}
