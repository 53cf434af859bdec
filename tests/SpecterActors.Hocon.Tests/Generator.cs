using System.Globalization;
using System.Text;

namespace SpecterActors.Hocon.Tests;

/// <summary>Makes random documents from a seed.</summary>
internal sealed class Generator(int seed)
{
    private static readonly string[] Words =
        ["a", "b", "url", "rate limit", "include", "x.y", "", "true", "null", "10", "-1", "å ä ö", "😀", "\"", "\\", "\n", "\t", "${a}", "#", "//", "=", "k:v", "\u2028"];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    /// <summary>A document in JSON, with keys that occur once.</summary>
    public string Json() => Object(4);

    /// <summary>
    /// Lines of a document without circles: each line refers to keys of earlier lines, or to its own. Keys ending in s hold
    /// strings, l lists, o objects.
    /// </summary>
    public List<string> Lines()
    {
        var lines = new List<string>();
        for (var key = 0; key < 12; key++)
        {
            var kind = "slo"[_random.Next(3)];
            var name = $"k{key}{kind}";
            for (var repeat = _random.Next(3); repeat >= 0; repeat--)
            {
                var known = lines.Select(line => line[..line.IndexOf(' ')]).Distinct(StringComparer.Ordinal)
                    .Where(other => other[^1] == kind).ToArray();
                var parts = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Part(kind, known));
                lines.Add($"{name} = {string.Join(' ', parts)}");
            }
        }

        return lines;
    }

    private string Part(char kind, string[] known) => (kind, _random.Next(4)) switch
    {
        (_, < 2) when known.Length > 0 => $"${{{known[_random.Next(known.Length)]}}}",
        ('o', 2) => $"{{ {Field()}, n {{ {Field()} }} }}",
        ('o', _) => $"{{ {Field()} }}",
        ('l', 2) => "[${?absent}]",
        ('l', _) => $"[{_random.Next(9)}, {{ {Field()} }}]",
        (_, 2) => "${?absent}\"\"",
        _ => $"w{_random.Next(9)}",
    };

    private string Field() => $"f{_random.Next(4)} = {_random.Next(9)}";

    private string Value(int depth) => _random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => "null",
        1 => _random.Next(2) == 0 ? "true" : "false",
        2 => _random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        3 => (_random.NextDouble() * 1e9).ToString("0.0###E+0", CultureInfo.InvariantCulture),
        4 or 5 => Quote(Word()),
        6 => "[" + string.Join(Gap() + "," + Gap(), Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1))) + Gap() + "]",
        _ => Object(depth - 1),
    };

    private string Object(int depth) =>
        "{" + Gap() + string.Join(",", Enumerable.Range(0, _random.Next(5)).Select(_ => Word()).Distinct(StringComparer.Ordinal)
            .Select(key => $"{Gap()}{Quote(key)}{Gap()}:{Gap()}{Value(depth)}{Gap()}")) + "}";

    private string Word() => string.Concat(Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Words[_random.Next(Words.Length)]));

    private string Gap() => _random.Next(6) switch { 0 => " ", 1 => "\n", 2 => "\r\n\t", _ => "" };

    private string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c is '"' or '\\' or < ' ' || (!char.IsSurrogate(c) && _random.Next(8) == 0)
                ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c);
        }

        return quoted.Append('"').ToString();
    }
}
