namespace SpecterActors.Hocon.Tests;

public class SyntaxTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("  \n # only a comment", "{}")]
    [InlineData("\uFEFFa=1", """{"a":1}""")]
    [InlineData("{}", "{}")]
    [InlineData("{ a : 1 }", """{"a":1}""")]
    [InlineData("a : 1", """{"a":1}""")]
    [InlineData("a = 1", """{"a":1}""")]
    [InlineData("a { b = 1 }", """{"a":{"b":1}}""")]
    [InlineData("a\n{ b = 1 }", """{"a":{"b":1}}""")]
    [InlineData("a\n=\n1", """{"a":1}""")]
    [InlineData("a=1,b=2", """{"a":1,"b":2}""")]
    [InlineData("a=1\nb=2", """{"a":1,"b":2}""")]
    [InlineData("a=1\r\nb=2\r\n", """{"a":1,"b":2}""")]
    [InlineData("a=1,\n\n b=2,\n", """{"a":1,"b":2}""")]
    [InlineData("a=1\n,b=2", """{"a":1,"b":2}""")]
    [InlineData("{a=1,}", """{"a":1}""")]
    [InlineData("a=[1,2,3]", """{"a":[1,2,3]}""")]
    [InlineData("a=[1,2,3,]", """{"a":[1,2,3]}""")]
    [InlineData("a=[1\n2\n3]", """{"a":[1,2,3]}""")]
    [InlineData("a=[\n1,\n2\n]", """{"a":[1,2]}""")]
    [InlineData("a=[]", """{"a":[]}""")]
    [InlineData("a=[ ]", """{"a":[]}""")]
    [InlineData("a={}", """{"a":{}}""")]
    [InlineData("a=1 # c\nb=2 // c", """{"a":1,"b":2}""")]
    [InlineData("a=[1 # one\n2]", """{"a":[1,2]}""")]
    [InlineData("a=\"#x\"", """{"a":"#x"}""")]
    [InlineData("a=x#y", """{"a":"x"}""")]
    [InlineData("a=x//y", """{"a":"x"}""")]
    [InlineData("a=/usr/bin", """{"a":"/usr/bin"}""")]
    [InlineData("a\u00A0=\u20021", """{"a":1}""")]
    [InlineData("a=1\u001Cb", """{"a":"1\u001cb"}""")]
    public void Reads_objects_arrays_separators_and_comments(string text, string json) => Assert.Equal(json, Doc.Json(text));

    [Theory]
    [InlineData("a=true", "true")]
    [InlineData("a=false", "false")]
    [InlineData("a=null", "null")]
    [InlineData("a=truefoo", "\"truefoo\"")]
    [InlineData("a=footrue", "\"footrue\"")]
    [InlineData("a=\"true\"", "\"true\"")]
    [InlineData("a=0", "0")]
    [InlineData("a=-1.5e10", "-1.5e10")]
    [InlineData("a=1e+5", "1e+5")]
    [InlineData("a=1E-5", "1E-5")]
    [InlineData("a=10.0bar", "\"10.0bar\"")]
    [InlineData("a=bar10.0", "\"bar10.0\"")]
    [InlineData("a=1.2.3", "\"1.2.3\"")]
    [InlineData("a=01", "\"01\"")]
    [InlineData("a=-", "\"-\"")]
    [InlineData("a=1.", "\"1.\"")]
    [InlineData("a=.5", "\".5\"")]
    [InlineData("a=1e", "\"1e\"")]
    [InlineData("a=2026-11-22", "\"2026-11-22\"")]
    [InlineData("a=åäö", "\"åäö\"")]
    [InlineData("a=(x)|<y>;%~'", "\"(x)|<y>;%~'\"")]
    [InlineData("a=include", "\"include\"")]
    public void Reads_simple_values(string text, string json) => Assert.Equal($$"""{"a":{{json}}}""", Doc.Json(text));

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\\"b\\\\c\\/d\"", "a\"b\\c/d")]
    [InlineData("\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t")]
    [InlineData("\"\\u00e5\\u00C4\"", "åÄ")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"${x}\"", "${x}")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"a\"\"\"", "a")]
    [InlineData("\"\"\"a\n  \\n \"b\" ${c} #\n\"\"\"", "a\n  \\n \"b\" ${c} #\n")]
    [InlineData("\"\"\"foo\"\"\"\"", "foo\"")]
    [InlineData("\"\"\"foo\"\"\"\"\"\"", "foo\"\"\"")]
    [InlineData("\"\"\" \"\" \"\"\"", " \"\" ")]
    public void Reads_quoted_strings(string text, string expected) =>
        Assert.Equal(expected, HoconParser.Parse("a=" + text).GetString("a"));

    [Theory]
    [InlineData("a= foo bar baz ", "\"foo bar baz\"")]
    [InlineData("a=foo  \t bar", "\"foo  \\t bar\"")]
    [InlineData("a=foo\"bar\"baz", "\"foobarbaz\"")]
    [InlineData("a=foo \" bar\"", "\"foo  bar\"")]
    [InlineData("a=true \"xyz\" 123 foo  ", "\"true xyz 123 foo\"")]
    [InlineData("a=1 2", "\"1 2\"")]
    [InlineData("a=null x", "\"null x\"")]
    [InlineData("a=1e5 x", "\"1e5 x\"")]
    [InlineData("a=\"\"\"x\"\"\" \"\"\"y\"\"\"", "\"x y\"")]
    [InlineData("a=[1 2 3 4]", "[\"1 2 3 4\"]")]
    [InlineData("a=[1,2] [3,4]", "[1,2,3,4]")]
    [InlineData("a=[1,2\n] [3,4]", "[1,2,3,4]")]
    [InlineData("a=[[1,2] [3,4]]", "[[1,2,3,4]]")]
    [InlineData("a=[[1,2]\n[3,4]]", "[[1,2],[3,4]]")]
    [InlineData("a={b=1} {c=2}", """{"b":1,"c":2}""")]
    [InlineData("a={b=1} {b=2} {b=3}", """{"b":3}""")]
    [InlineData("a={b=1}{c=2}", """{"b":1,"c":2}""")]
    [InlineData("a=[{b=1} {c=2}]", """[{"b":1,"c":2}]""")]
    [InlineData("a=[1] {\"1\":c,\"0\":b}", """[1,"b","c"]""")]
    public void Joins_values_side_by_side(string text, string json) => Assert.Equal($$"""{"a":{{json}}}""", Doc.Json(text));

    [Theory]
    [InlineData("a.b.c=1", """{"a":{"b":{"c":1}}}""")]
    [InlineData("a.x=1,a.y=2", """{"a":{"x":1,"y":2}}""")]
    [InlineData("\"a.b\"=1", """{"a.b":1}""")]
    [InlineData("a.\"b.c\".d=1", """{"a":{"b.c":{"d":1}}}""")]
    [InlineData("a.\"\".b=1", """{"a":{"":{"b":1}}}""")]
    [InlineData("\"\"=1", """{"":1}""")]
    [InlineData("a b c=1", """{"a b c":1}""")]
    [InlineData("a b.c d=1", """{"a b":{"c d":1}}""")]
    [InlineData("foo\"10.0\"=1", """{"foo10.0":1}""")]
    [InlineData("10.0foo=1", """{"10":{"0foo":1}}""")]
    [InlineData("1.2.3=1", """{"1":{"2":{"3":1}}}""")]
    [InlineData("3.14=1", """{"3":{"14":1}}""")]
    [InlineData("true=1", """{"true":1}""")]
    [InlineData("null.x=1", """{"null":{"x":1}}""")]
    [InlineData("-a=1", """{"-a":1}""")]
    [InlineData("\"\"\"a\nb\"\"\"=1", """{"a\nb":1}""")]
    [InlineData("foo include=1", """{"foo include":1}""")]
    [InlineData("\"include\"=1", """{"include":1}""")]
    [InlineData("include.x=1", """{"include":{"x":1}}""")]
    [InlineData("includes=1", """{"includes":1}""")]
    public void Reads_keys_as_paths(string text, string json) => Assert.Equal(json, Doc.Json(text));

    [Theory]
    [InlineData("a=1,a=2", """{"a":2}""")]
    [InlineData("a{b=1},a{c=2}", """{"a":{"b":1,"c":2}}""")]
    [InlineData("a{b=1},a{b=2}", """{"a":{"b":2}}""")]
    [InlineData("a{b=1},a=null,a{c=2}", """{"a":{"c":2}}""")]
    [InlineData("a{b=1},a=5", """{"a":5}""")]
    [InlineData("a=5,a{b=1}", """{"a":{"b":1}}""")]
    [InlineData("a=[1],a=[2]", """{"a":[2]}""")]
    [InlineData("a.b{c=1},a{b.d=2}", """{"a":{"b":{"c":1,"d":2}}}""")]
    [InlineData("a.b=1,a.b.c=2", """{"a":{"b":{"c":2}}}""")]
    [InlineData("a=1,a=null", """{"a":null}""")]
    public void Later_values_override_and_objects_merge(string text, string json) => Assert.Equal(json, Doc.Json(text));

    [Theory]
    [InlineData("a += 1", "[1]")]
    [InlineData("a=[],a+=2", "[2]")]
    [InlineData("a=[1],a+=2,a +=\n3", "[1,2,3]")]
    [InlineData("a+=[1],a+=[2]", "[[1],[2]]")]
    [InlineData("a+={b:1},a+={b:2}", """[{"b":1},{"b":2}]""")]
    [InlineData("a=${x},a+=${y},x=[1],y=2", "[1,2]")]
    [InlineData("a=${x},a+=2,a+=3,x=[1]", "[1,2,3]")]
    [InlineData("a=[1],a+=${a}", "[1,[1]]")]
    [InlineData("a=[1],a+=${?nothing}", "[1]")]
    [InlineData("a={\"0\":x},a+=y", """["x","y"]""")]
    public void Plus_equals_appends(string text, string json) =>
        Assert.Equal(json, Rendering(HoconParser.Parse(text).GetValue("a")));

    [Theory]
    [InlineData("a.b.c=[1],a.b.c+=2", """{"a":{"b":{"c":[1,2]}}}""")]
    [InlineData("a{b{c:[1]}},a{b{c+=2}}", """{"a":{"b":{"c":[1,2]}}}""")]
    [InlineData("x=[{a+=1,a+=2,a+=3}]", """{"x":[{"a":[1,2,3]}]}""")]
    [InlineData("x+={a+=1,a+=2}", """{"x":[{"a":[1,2]}]}""")]
    [InlineData("b{l=[1]},a=${b},a.l+=2", """{"a":{"l":[1,2]},"b":{"l":[1]}}""")]
    [InlineData("b{l=[1]},a=${b}{l+=2},a{l+=3}", """{"a":{"l":[1,2,3]},"b":{"l":[1]}}""")]
    public void Plus_equals_finds_the_list_beneath_it_wherever_that_is(string text, string json) =>
        Assert.Equal(json, Doc.Json(text));

    [Fact]
    public void Ten_thousand_appends_make_one_list()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"a += {i}\n"));
        Assert.Equal(10_000, HoconParser.Parse(text).GetList("a").Length);
    }

    [Fact]
    public void The_root_may_be_an_array_where_a_value_is_asked_for()
    {
        Assert.Equal("[1,2]", Rendering(HoconParser.ParseValue("[1,2]")));
        var error = Doc.Fails(HoconErrorKind.Syntax, "[1,2]");
        Assert.Contains("array", error.Message, StringComparison.Ordinal);
    }

    private static string Rendering(HoconValue value) => value switch
    {
        HoconValue.List list => "[" + string.Join(',', list.Items.Select(Rendering)) + "]",
        HoconValue.Object nested => "{" + string.Join(',', nested.Fields.Select(f => $"\"{f.Key}\":{Rendering(f.Value)}")) + "}",
        HoconValue.Text text => $"\"{text.Value}\"",
        _ => value.ToString(),
    };
}
