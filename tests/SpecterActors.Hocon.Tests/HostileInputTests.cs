using System.Text;

namespace SpecterActors.Hocon.Tests;

public class HostileInputTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        { "open arrays", "a=" + new string('[', 50_000) },
        { "open objects", string.Concat(Enumerable.Repeat("a{", 50_000)) },
        { "a long path", string.Join('.', Enumerable.Repeat("a", 50_000)) + "=1" },
        { "a long substitution path", "a=${" + string.Join('.', Enumerable.Repeat("a", 50_000)) + "}" },
        { "doubling strings", Doubling("\"xxxxxxxx\"", "${{0}}${{0}}") },
        { "doubling lists", Doubling("[1,2]", "${{0}} ${{0}}") },
        { "nested doubling lists", Doubling("[1,2]", "[${{0}},${{0}}]") },
        { "doubling objects", Doubling("{x=1}", "{{ x=${{0}}, y=${{0}} }}") },
        { "doubling in place", "a=xxxxxxxx\n" + string.Concat(Enumerable.Repeat("a=${a}${a}\n", 60)) },
        { "ever deeper lists", "a=[]\n" + string.Concat(Enumerable.Repeat("a=[1] ${a}\n", 1)) + Chain(300, "[${{0}}]") },
        { "a long chain", Chain(20_000, "${{0}}") },
        { "a long chain of self-references", "a={}\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"a=${{a}}{{k{i}=1}}\n")) },
        { "a path that grows as it goes round", "a=${b.x},b=${a.y},c=${a.q}" },
        { "a path that doubles as it goes round", "a=${a2.x.x},a2=${?a.y}{x=${?a.z}},c=${?a.q.r.s}" },
        { "an endless environment list", "a=${?ENDLESS[]}" },
    };

    public static TheoryData<string> Hostile => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_documents_end_in_a_typed_error(string what)
    {
        var text = Texts[what];
        var options = new HoconParserOptions
        {
            Environment = name => name.StartsWith("ENDLESS", StringComparison.Ordinal) ? new string('x', 1_000) : null,
        };
        var reading = Task.Run(() => Record.Exception(() => HoconParser.Parse(text, options)));
        Assert.True(await Task.WhenAny(reading, Task.Delay(Patience)) == reading, $"no end: {what}");
        var error = Assert.IsType<HoconException>(await reading);
        Assert.True(error.Kind is HoconErrorKind.Limit or HoconErrorKind.Cycle or HoconErrorKind.Syntax, error.Message);
        Assert.True(error.Message.Length < 2_000, "the message repeats the document");
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_documents_do_not_exhaust_a_small_stack(string what)
    {
        var text = Texts[what];
        Exception? error = null;
        var options = new HoconParserOptions { ResolutionDepthMax = 4_000, ExpansionMax = 200_000 };
        var thread = new Thread(() => error = Record.Exception(() => HoconParser.Parse(text, options)), maxStackSize: 512 * 1024);
        thread.Start();
        Assert.True(thread.Join(Patience), $"no end: {what}");
        Assert.True(error is null or HoconException, error?.ToString());
    }

    [Fact]
    public void Limits_refuse_what_exceeds_them_and_allow_what_just_fits()
    {
        var options = new HoconParserOptions { DepthMax = 3 };
        Assert.Equal("""{"a":{"b":{"c":1}}}""", Doc.Json("a.b.c=1", options));
        Doc.Fails(HoconErrorKind.Limit, "a.b.c.d=1", options);
        Doc.Fails(HoconErrorKind.Limit, "a=[[[[1]]]]", options);
        Doc.Fails(HoconErrorKind.Limit, "a{x{y=${b}}},b{x{y=1}}", options);
        Doc.Fails(HoconErrorKind.Limit, "a=12345", new HoconParserOptions { CharactersMax = 6 });
        Assert.Equal("""{"a":1234}""", Doc.Json("a=1234", new HoconParserOptions { CharactersMax = 6 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Doc.Json("", new HoconParserOptions { DepthMax = 0 }));
    }

    [Fact]
    public void Includes_that_multiply_are_refused()
    {
        using var folder = new Folder([.. Enumerable.Range(0, 30).Select(i =>
            ($"f{i}.conf", $"a {{ include \"f{i + 1}.conf\" }}, b {{ include \"f{i + 1}.conf\" }}"))]);
        folder.Fails(HoconErrorKind.Limit, "f0.conf");
    }

    [Fact]
    public void A_file_larger_than_allowed_is_refused_without_reading_it_whole()
    {
        using var folder = new Folder(("a.conf", "include \"big.conf\""), ("big.conf", new string('#', 100_000)));
        var error = folder.Fails(HoconErrorKind.Limit, "a.conf", new HoconParserOptions { CharactersMax = 10_000 });
        Assert.Equal(folder["big.conf"], error.File);
    }

    [Fact]
    public void An_endless_device_is_refused()
    {
        if (File.Exists("/dev/zero"))
        {
            var error = Assert.Throws<HoconException>(() => HoconParser.ParseFile("/dev/zero"));
            Assert.Equal(HoconErrorKind.Limit, error.Kind);
        }
    }

    [Fact]
    public void A_large_plain_document_is_read()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            text.Append("shops.s").Append(i).Append(" { url = \"https://shop\", rate = 99, name = ${name} }\n");
        }

        var config = HoconParser.Parse(text.Append("name = all").ToString());
        Assert.Equal("all", config.GetString("shops.s19999.name"));
    }

    private static string Doubling(string first, string next) => Chain(60, next, first);

    private static string Chain(int links, string next, string first = "1")
    {
        var text = new StringBuilder($"k0={first}\n");
        for (var i = 1; i <= links; i++)
        {
            text.Append($"k{i}=").Append(next.Replace("{{0}}", $"{{k{i - 1}}}", StringComparison.Ordinal)).Append('\n');
        }

        // The last one first, so that the chain is entered at its far end.
        return $"top=${{k{links}}}\n{text}".Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
    }
}
