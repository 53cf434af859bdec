using System.Text.Json;

namespace SpecterActors.Hocon.Tests;

public class PropertyTests
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", "=", ":", "+=", "${a}", "${?b.c}", "${", "}", "\"", "\"\"\"", "\\", "\n", " ", ".", "#", "//", "include ", "a", "b.c", "1e", "-", "null", "\u00A0", "\ud83d", "a=${a}", "a+=1"];

    private static readonly string[] Corpus =
    [
        "a=1,b=[1,2,{c=${a}}],d{e=${b} [3]}\nf=x ${a} y",
        "base{x=1,y=[a]}\nchild=${base}{x=2,y=${child.y}[b]}\nchild.y+=c",
        "path=\"a\"\npath=${path}\":b\"\no{p{q=${path}}}\no{p=${?o.p}{r=1}}",
        "{\"a\":{\"b\":[true,false,null,1.5e-3,\"\\u00e5\"]},\"c\":\"\"\"x\ny\"\"\"}",
        "a{b{c{d=1}}},a.b=${a.b.c},x=[[1] [2],[{} {k=1}]],include \"none.conf\"",
        "a=${b.x},b{x=${c},y=${?a}},c=[${?d},${b.y}],d=${?HOME}",
    ];

    [Fact]
    public void Every_json_document_is_a_hocon_document_with_the_same_content()
    {
        for (var seed = 0; seed < 1_500; seed++)
        {
            var json = new Generator(seed).Json();
            using var expected = JsonDocument.Parse(json);
            using var actual = JsonDocument.Parse(HoconParser.Parse(json).ToJson());
            Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), $"seed {seed}: {json}");
        }
    }

    [Fact]
    public void What_is_written_out_reads_back_equal()
    {
        for (var seed = 0; seed < 1_500; seed++)
        {
            var config = HoconParser.Parse(new Generator(seed).Json());
            var hocon = HoconParser.Parse(config.ToHocon());
            Assert.True(config.Root.Equals(hocon.Root), $"seed {seed}: {config.ToHocon()}");
            Assert.Equal(config.ToHocon(), hocon.ToHocon());
            Assert.Equal(config.ToJson(), HoconParser.Parse(config.ToJson()).ToJson());
        }
    }

    [Fact]
    public void Every_value_is_found_under_the_path_of_its_quoted_keys()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var config = HoconParser.Parse(new Generator(seed).Json());
            foreach (var (key, value) in config.Root.Fields)
            {
                Assert.Same(value, config.GetValue(HoconConfig.QuoteKey(key)));
            }
        }
    }

    [Fact]
    public void Merging_is_associative()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var (a, b, c) = (Document(seed), Document(seed + 10_000), Document(seed + 20_000));
            Assert.True(
                a.WithFallback(b).WithFallback(c).Root.Equals(a.WithFallback(b.WithFallback(c)).Root), $"seed {seed}");
            var loaded = HoconParser.Load([.. new[] { c, b, a }.Select(layer => new HoconSource.Text(layer.ToHocon()))]);
            Assert.True(loaded.Root.Equals(a.WithFallback(b).WithFallback(c).Root), $"seed {seed}: sources");
        }
    }

    [Fact]
    public void Resolving_at_once_gives_what_resolving_line_by_line_gives()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var lines = new Generator(seed).Lines();
            var byLine = lines.Aggregate(HoconConfig.Empty, (known, line) => HoconParser.Parse(known.ToHocon() + line));
            Assert.Equal(byLine.ToJson(), HoconParser.Parse(string.Join('\n', lines)).ToJson());
        }
    }

    [Fact]
    public void The_order_of_different_keys_does_not_matter()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new Generator(seed);
            var lines = random.Lines();
            var shuffled = lines
                .GroupBy(line => line[..line.IndexOf(' ')], StringComparer.Ordinal)
                .OrderBy(_ => random.Next(1_000))
                .SelectMany(group => group);
            Assert.Equal(
                HoconParser.Parse(string.Join('\n', lines)).ToJson(), HoconParser.Parse(string.Join('\n', shuffled)).ToJson());
        }
    }

    [Fact]
    public void Mutilated_documents_are_read_or_refused_with_a_place_never_anything_else()
    {
        for (var seed = 0; seed < 6_000; seed++)
        {
            var text = Mutilate(new Generator(seed));
            try
            {
                var config = HoconParser.Parse(text, new HoconParserOptions { BaseDirectory = AppContext.BaseDirectory });
                Assert.True(config.Root.Equals(HoconParser.Parse(config.ToHocon()).Root), $"seed {seed}: {text}");
            }
            catch (HoconException error)
            {
                Assert.True(error.Line >= 1 && error.Column >= 1 && error.Line <= 1 + text.Count(c => c == '\n'), $"seed {seed}: {error.Message}");
            }
            catch (Exception other) when (other is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {other.GetType().Name} {other.Message} for {text}");
            }
        }
    }

    private static HoconConfig Document(int seed) => HoconParser.Parse(new Generator(seed).Json());

    private static string Mutilate(Generator random)
    {
        var text = Corpus[random.Next(Corpus.Length)];
        for (var i = 1 + random.Next(5); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(6), text.Length - at);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Insert(at, text.Substring(random.Next(text.Length - length + 1), length)),
                _ => text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]),
            };
        }

        return text;
    }
}
