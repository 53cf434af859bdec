namespace SpecterActors.Hocon.Tests;

public class SubstitutionTests
{
    [Theory]
    [InlineData("a=1,b=${a}", """{"a":1,"b":1}""")]
    [InlineData("b=${a},a=1", """{"a":1,"b":1}""")]
    [InlineData("a=1,b=${a},a=2", """{"a":2,"b":2}""")]
    [InlineData("a=true,b=${a}", """{"a":true,"b":true}""")]
    [InlineData("a=null,b=${a}", """{"a":null,"b":null}""")]
    [InlineData("a=[1],b=${a}", """{"a":[1],"b":[1]}""")]
    [InlineData("a{x=1},b=${a}", """{"a":{"x":1},"b":{"x":1}}""")]
    [InlineData("a{x=1},b=${a.x}", """{"a":{"x":1},"b":1}""")]
    [InlineData("a.\"b.c\"=1,b=${a.\"b.c\"}", """{"a":{"b.c":1},"b":1}""")]
    [InlineData("a b=1,c=${a b}", """{"a b":1,"c":1}""")]
    [InlineData("a=1,b=${ a }", """{"a":1,"b":1}""")]
    [InlineData("x=1,a=${x}foo${x}", """{"a":"1foo1","x":1}""")]
    [InlineData("x=cat,a=${x} is my favourite", """{"a":"cat is my favourite","x":"cat"}""")]
    [InlineData("x=cat,a=${x}\" is\"", """{"a":"cat is","x":"cat"}""")]
    [InlineData("x=null,a=${x}y", """{"a":"nully","x":null}""")]
    [InlineData("x=[1,2],y=[5],a=${x} [3] ${y}", """{"a":[1,2,3,5],"x":[1,2],"y":[5]}""")]
    [InlineData("x=[1],y=[2],a=${x}${y}", """{"a":[1,2],"x":[1],"y":[2]}""")]
    [InlineData("x=[1],y=[2],a=${x}  ${y}", """{"a":[1,2],"x":[1],"y":[2]}""")]
    [InlineData("x={a:0},y={c:2},a=${x} {b:1} ${y}", """{"a":{"a":0,"b":1,"c":2},"x":{"a":0},"y":{"c":2}}""")]
    [InlineData("x={b=1},a=${x},a{c=2}", """{"a":{"b":1,"c":2},"x":{"b":1}}""")]
    [InlineData("x={b=1},a{b=0,d=3},a=${x}", """{"a":{"b":1,"d":3},"x":{"b":1}}""")]
    [InlineData("x=5,a{b=0},a=${x}", """{"a":5,"x":5}""")]
    [InlineData("x=[${y}],y=1", """{"x":[1],"y":1}""")]
    [InlineData("x=[{z=${y}}],y=1", """{"x":[{"z":1}],"y":1}""")]
    [InlineData("x={\"0\":b},a=[1] ${x}", """{"a":[1,"b"],"x":{"0":"b"}}""")]
    public void Replaces_a_path_by_its_final_value(string text, string json) => Assert.Equal(json, Doc.Json(text));

    [Theory]
    [InlineData("a=${?x}", "{}")]
    [InlineData("a=1,a=${?x}", """{"a":1}""")]
    [InlineData("a=[1,${?x},2]", """{"a":[1,2]}""")]
    [InlineData("a=foo${?x}", """{"a":"foo"}""")]
    [InlineData("a=[1] ${?x}", """{"a":[1]}""")]
    [InlineData("a={b=1} ${?x}", """{"a":{"b":1}}""")]
    [InlineData("a=${?x}${?y}", "{}")]
    [InlineData("a=${?x} ${?y}", """{"a":" "}""")]
    [InlineData("a=\"\"${?x}", """{"a":""}""")]
    [InlineData("a={b=${?x}}", """{"a":{}}""")]
    [InlineData("a{b=1},a{b=${?x}}", """{"a":{"b":1}}""")]
    [InlineData("a=5,b=${?a.x}", """{"a":5}""")]
    public void An_optional_substitution_without_value_leaves_nothing(string text, string json) =>
        Assert.Equal(json, Doc.Json(text));

    [Theory]
    [InlineData("a=${x}", 1, 3)]
    [InlineData("a=1\nb {\n  c = ${a.x}\n}", 3, 7)]
    [InlineData("a=[1,${x}]", 1, 6)]
    [InlineData("a=x ${y}", 1, 5)]
    [InlineData("a=${x},a{b=1}", 1, 3)]
    public void A_required_substitution_without_value_is_an_error(string text, int line, int column)
    {
        var error = Doc.Fails(HoconErrorKind.Unresolved, text);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("path=a,path=${path}\":b\"", """{"path":"a:b"}""")]
    [InlineData("p=[1],p=${p}[2],p=${p}[3]", """{"p":[1,2,3]}""")]
    [InlineData("a{a=0},a=${a}{b=1},a=${a}{c=2}", """{"a":{"a":0,"b":1,"c":2}}""")]
    [InlineData("a{b=3},a={b=2}${a}", """{"a":{"b":3}}""")]
    [InlineData("foo{a=1},foo=${foo}", """{"foo":{"a":1}}""")]
    [InlineData("foo=${?foo}", "{}")]
    [InlineData("a=${?a}foo", """{"a":"foo"}""")]
    [InlineData("foo=${does-not-exist},foo=42", """{"foo":42}""")]
    [InlineData("foo=${foo},foo=42", """{"foo":42}""")]
    [InlineData("foo{a{c=1}},foo=${foo.a},foo{a=2}", """{"foo":{"a":2,"c":1}}""")]
    [InlineData("bar{foo=42,baz=${bar.foo}}", """{"bar":{"baz":42,"foo":42}}""")]
    [InlineData("bar{foo=42,baz=${bar.foo}},bar{foo=43}", """{"bar":{"baz":43,"foo":43}}""")]
    [InlineData("bar{a=${foo.d},b=1},bar.b=3,foo{c=${bar.b},d=2},foo.d=4", """{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}""")]
    [InlineData("a.b=[1],a.b=${a.b}[2]", """{"a":{"b":[1,2]}}""")]
    [InlineData("d{l=[1]},a=${d},a{l=${a.l}[2]}", """{"a":{"l":[1,2]},"d":{"l":[1]}}""")]
    [InlineData("d{l=[1]},a=${d}{l=${a.l}[2]}", """{"a":{"l":[1,2]},"d":{"l":[1]}}""")]
    public void A_self_reference_sees_what_lies_beneath(string text, string json) => Assert.Equal(json, Doc.Json(text));

    [Theory]
    [InlineData("base{x=1},a=${base}{y=${a.x}}", """{"a":{"x":1,"y":1},"base":{"x":1}}""")]
    [InlineData("b{y=1,z=${a.x}},a=${b}{x=${a.y}}", """{"a":{"x":1,"y":1,"z":1},"b":{"y":1,"z":1}}""")]
    [InlineData("a=${c},c{x=${a.y},y=1}", """{"a":{"x":1,"y":1},"c":{"x":1,"y":1}}""")]
    [InlineData("c{x=${a.y},y=1},a=${c},a.y=2", """{"a":{"x":2,"y":2},"c":{"x":2,"y":1}}""")]
    [InlineData("a{b=${c.d}},c=${e}{f=${a.b}},e{d=1}", """{"a":{"b":1},"c":{"d":1,"f":1},"e":{"d":1}}""")]
    [InlineData("x{k=1},x=${a},a=5,y=${?x.k}", """{"a":5,"x":5}""")]
    [InlineData("x{k=1},x=${a} ${a},a=5,y=${?x.k}", """{"a":5,"x":"5 5"}""")]
    [InlineData("a=1,c=${a},a=${c}x", """{"a":"1x","c":1}""")]
    [InlineData("a=1,b=2,a=${b},b=${a}", """{"a":1,"b":1}""")]
    public void Objects_are_made_lazily(string text, string json) => Assert.Equal(json, Doc.Json(text));

    [Theory]
    [InlineData("a=${a}")]
    [InlineData("a=${a}bc")]
    [InlineData("a=${a},a{x=1}")]
    [InlineData("bar=${foo},foo=${bar}")]
    [InlineData("a=${b},b=${c},c=${a}")]
    [InlineData("a{b=${a}}")]
    [InlineData("x=${a.b},a{b=${a}}")]
    [InlineData("a=[${a}]")]
    [InlineData("a=[${b}],b=[${a}]")]
    [InlineData("a{x=${b}},b=${a}{z=1}")]
    [InlineData("b=${a}{z=1},a{x=${b}}")]
    [InlineData("a=${b.x},b=${a.y}")]
    [InlineData("a{b{c=${a.b}}}")]
    [InlineData("x=${?a},a=${a}")]
    [InlineData("a=${b},b=${?a}")]
    [InlineData("b=${?a},a=${b}")]
    public void A_circle_is_an_error(string text)
    {
        var error = Doc.Fails(text);
        Assert.True(error.Kind is HoconErrorKind.Cycle, error.Message);
    }

    [Theory]
    [InlineData("a{b=${?a},c=1}", """{"a":{"c":1}}""")]
    [InlineData("a=[${?a},1]", """{"a":[1]}""")]
    [InlineData("a=${?b},b=${?a}", "{}")]
    [InlineData("d{q=${?a}},a=${d}", """{"a":{},"d":{}}""")]
    [InlineData("a=${d},d{q=${?a}}", """{"a":{},"d":{}}""")]
    [InlineData("d=[1,${?a}],a=${d}[2]", """{"a":[1,2],"d":[1]}""")]
    public void An_optional_circle_counts_as_missing(string text, string json) => Assert.Equal(json, Doc.Json(text));

    [Fact]
    public void A_key_that_is_nowhere_falls_back_to_the_environment()
    {
        var options = Doc.With(("HOME", "/home/x"), ("EMPTY", ""), ("a.b", "dotted"), ("L_0", "x"), ("L_1", "y"), ("L_3", "z"));
        Assert.Equal("""{"a":"/home/x"}""", Doc.Json("a=${HOME}", options));
        Assert.Equal("""{"a":"/home/x/b"}""", Doc.Json("a=${HOME}/b", options));
        Assert.Equal("""{"a":"/home/x"}""", Doc.Json("a=1,a=${?HOME}", options));
        Assert.Equal("""{"a":""}""", Doc.Json("a=${EMPTY}", options));
        Assert.Equal("""{"x":"dotted"}""", Doc.Json("x=${a.b}", options));
        Assert.Equal("""{"HOME":"own","a":"own"}""", Doc.Json("HOME=own,a=${HOME}", options));
        Assert.Equal("""{"HOME":null,"a":null}""", Doc.Json("HOME=null,a=${HOME}", options));
        Assert.Equal("""{"HOME":"/home/x"}""", Doc.Json("HOME=${HOME}", options));
        Assert.Equal("""{"a":["x","y"]}""", Doc.Json("a=${L[]}", options));
        Assert.Equal("{}", Doc.Json("a=${?M[]}", options));
        Assert.Equal("""{"x":"/home/x"}""", Doc.Json("x{k=1},x=${HOME},y=${?x.k}", options));
        Doc.Fails(HoconErrorKind.Unresolved, "a=${M[]}", options);
        Doc.Fails(HoconErrorKind.Unresolved, "a=${L}", options);
        Doc.Fails(HoconErrorKind.Unresolved, "a=${HOME}");
    }

    [Fact]
    public void The_environment_is_asked_only_through_the_function_that_was_handed_in()
    {
        var asked = new List<string>();
        var options = new HoconParserOptions { Environment = name => { asked.Add(name); return null; } };
        Assert.Equal("""{"a":1,"b":1}""", Doc.Json("a=1,b=${a},c=${?NAME}", options));
        Assert.Equal(["NAME"], asked);
    }

    [Fact]
    public void Several_sources_are_resolved_as_one_document()
    {
        var config = HoconParser.Load(
        [
            new HoconSource.Text("dir=/var, log=${dir}/log, tenants{x=1}", "reference"),
            new HoconSource.Text("dir=/srv, data=${dir}/data, tenants=null, tenants{y=2}", "app"),
        ]);
        Assert.Equal("""{"data":"/srv/data","dir":"/srv","log":"/srv/log","tenants":{"y":2}}""", config.ToJson());
        Assert.Equal(new HoconOrigin("reference", 1, 15), config.GetOrigin("log"));
        Assert.Equal("app", config.GetOrigin("dir").Source);
    }

    [Fact]
    public void An_object_written_over_null_hides_defaults_that_come_by_substitution()
    {
        Assert.Equal(
            """{"a":{"k":{"z":1}},"x":{"k":{"q":9}}}""",
            Doc.Json("x{k{q=9}},a=${x},a{k=null,k{z=1}}"));
    }
}
