namespace SpecterActors.Hocon.Tests;

/// <summary>Short ways to read a document in a test.</summary>
internal static class Doc
{
    public static string Json(string text, HoconParserOptions? options = null) => HoconParser.Parse(text, options).ToJson();

    public static HoconException Fails(string text, HoconParserOptions? options = null) =>
        Assert.Throws<HoconException>(() => HoconParser.Parse(text, options));

    public static HoconException Fails(HoconErrorKind kind, string text, HoconParserOptions? options = null)
    {
        var error = Fails(text, options);
        Assert.Equal(kind, error.Kind);
        return error;
    }

    public static HoconParserOptions With(params (string Name, string Value)[] environment) => new()
    {
        Environment = name => environment.FirstOrDefault(variable => variable.Name == name).Value,
    };
}
