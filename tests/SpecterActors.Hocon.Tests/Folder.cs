namespace SpecterActors.Hocon.Tests;

/// <summary>A folder of files that lives as long as one test.</summary>
internal sealed class Folder : IDisposable
{
    public Folder(params (string Name, string Text)[] files)
    {
        Root = Directory.CreateTempSubdirectory("hocon-tests-").FullName;
        foreach (var (name, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
            File.WriteAllText(this[name], text);
        }
    }

    public string Root { get; }

    public string this[string name] => Path.Combine(Root, name);

    public string Json(string name) => HoconParser.ParseFile(this[name]).ToJson();

    public HoconException Fails(HoconErrorKind kind, string name, HoconParserOptions? options = null)
    {
        var error = Assert.Throws<HoconException>(() => HoconParser.ParseFile(this[name], options));
        Assert.Equal(kind, error.Kind);
        return error;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
