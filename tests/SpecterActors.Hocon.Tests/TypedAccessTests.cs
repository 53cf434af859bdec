namespace SpecterActors.Hocon.Tests;

public class TypedAccessTests
{
    private static readonly HoconConfig Config = HoconParser.Parse(
        """
        text = hello
        number = 42
        quoted = "42"
        fraction = 2.50
        exponent = 1e3
        big = 9223372036854775807
        huge = 1e40
        flag = on
        really = true
        none = null
        wait = 10 s
        bare = 1500
        size = 512 KiB
        list = [1, two, true]
        numbered { "2" = c, "0" = a, other = x, "10" = z }
        odd = [1, null]
        nested { deep.er = 1, "a.b" = 2 }
        """, name: "app.conf");

    [Fact]
    public void Values_are_read_as_the_type_that_is_asked_for()
    {
        Assert.Equal("hello", Config.GetString("text"));
        Assert.Equal("42", Config.GetString("number"));
        Assert.Equal("true", Config.GetString("really"));
        Assert.Equal(42, Config.GetInt("number"));
        Assert.Equal(42, Config.GetInt("quoted"));
        Assert.Equal(1000, Config.GetInt("exponent"));
        Assert.Equal(long.MaxValue, Config.GetLong("big"));
        Assert.Equal(2.50m, Config.GetDecimal("fraction"));
        Assert.True(Config.GetBool("flag"));
        Assert.True(Config.GetBool("really"));
        Assert.Equal(TimeSpan.FromSeconds(10), Config.GetTimeSpan("wait"));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), Config.GetTimeSpan("bare"));
        Assert.Equal(512 * 1024, Config.GetSize("size"));
        Assert.Equal(1500, Config.GetSize("bare"));
        Assert.Equal(["1", "two", "true"], Config.GetStringList("list"));
        Assert.Equal(["a", "c", "z"], Config.GetStringList("numbered"));
        Assert.Equal(3, Config.GetList("list").Length);
        Assert.Equal(1, Config.GetObject("nested").GetInt("deep.er"));
        Assert.Equal(2, Config.GetInt("nested.\"a.b\""));
        Assert.Equal(new HoconOrigin("app.conf", 2, 10), Config.GetOrigin("number"));
    }

    [Fact]
    public void A_wrong_type_is_an_error_at_the_place_of_the_value()
    {
        AssertWrong(() => Config.GetInt("fraction"), "fraction", line: 4);
        AssertWrong(() => Config.GetInt("text"), "text", line: 1);
        AssertWrong(() => Config.GetInt("big"), "big", line: 6);
        AssertWrong(() => Config.GetLong("huge"), "huge", line: 7);
        AssertWrong(() => Config.GetDecimal("huge"), "huge", line: 7);
        AssertWrong(() => Config.GetBool("number"), "number", line: 2);
        AssertWrong(() => Config.GetTimeSpan("text"), "text", line: 1);
        AssertWrong(() => Config.GetSize("wait"), "wait", line: 11);
        AssertWrong(() => Config.GetString("list"), "list", line: 14);
        AssertWrong(() => Config.GetList("text"), "text", line: 1);
        AssertWrong(() => Config.GetList("nested"), "nested", line: 17);
        AssertWrong(() => Config.GetStringList("odd"), "odd[1]", line: 16);
        AssertWrong(() => Config.GetObject("list"), "list", line: 14);
        AssertWrong(() => Config.TryGetInt("text", out _), "text", line: 1);
    }

    [Fact]
    public void What_is_missing_or_null_is_an_error_to_get_and_false_to_try()
    {
        foreach (var path in new[] { "missing", "none", "text.x", "nested.none" })
        {
            var error = Assert.Throws<HoconException>(() => Config.GetString(path));
            Assert.Equal(HoconErrorKind.MissingKey, error.Kind);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.False(Config.TryGetString(path, out _));
            Assert.False(Config.TryGetInt(path, out _));
            Assert.False(Config.TryGetLong(path, out _));
            Assert.False(Config.TryGetDecimal(path, out _));
            Assert.False(Config.TryGetBool(path, out _));
            Assert.False(Config.TryGetTimeSpan(path, out _));
            Assert.False(Config.TryGetSize(path, out _));
            Assert.False(Config.TryGetList(path, out _));
            Assert.False(Config.TryGetStringList(path, out _));
            Assert.False(Config.TryGetObject(path, out _));
        }

        Assert.True(Config.Has("none"));
        Assert.False(Config.Has("missing"));
        Assert.True(Config.TryGetInt("number", out var number) && number == 42);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a:b")]
    [InlineData("${a}")]
    public void A_malformed_path_is_refused(string path) =>
        Assert.Equal(HoconErrorKind.Syntax, Assert.Throws<HoconException>(() => Config.Has(path)).Kind);

    [Fact]
    public void A_fallback_fills_what_is_missing_and_merges_objects()
    {
        var upper = HoconParser.Parse("a=1, o{x=1}, n=null, l=[1]");
        var lower = HoconParser.Parse("a=2, b=2, o{x=2,y=2}, n{z=2}, l=[2]");
        Assert.Equal("""{"a":1,"b":2,"l":[1],"n":null,"o":{"x":1,"y":2}}""", upper.WithFallback(lower).ToJson());
        Assert.Equal("""{"a":1,"l":[1],"n":null,"o":{"x":1}}""", upper.ToJson());
    }

    [Fact]
    public void Fallbacks_merge_in_pairs_so_that_a_value_between_two_objects_keeps_them_apart()
    {
        var (x, plain, y) = (HoconParser.Parse("a{x=1}"), HoconParser.Parse("a=42"), HoconParser.Parse("a{y=2}"));
        Assert.Equal("""{"a":{"x":1}}""", x.WithFallback(plain).WithFallback(y).ToJson());
        Assert.Equal("""{"a":{"x":1}}""", x.WithFallback(plain.WithFallback(y)).ToJson());
        Assert.Equal("""{"a":{"x":1,"y":2}}""", x.WithFallback(y).WithFallback(plain).ToJson());
    }

    [Fact]
    public void Clearing_by_null_also_clears_a_fallback() => Assert.Equal(
        """{"a":{"y":2}}""",
        HoconParser.Parse("a=null,a{y=2}").WithFallback(HoconParser.Parse("a{x=1}")).ToJson());

    [Fact]
    public void Values_are_equal_by_content()
    {
        Assert.Equal(HoconParser.Parse("a=1,b=[x,{c=null}]").Root, HoconParser.Parse("b=[x,{c=null}]\na=1").Root);
        Assert.NotEqual(HoconParser.Parse("a=1").Root, HoconParser.Parse("a=\"1\"").Root);
        Assert.NotEqual(HoconParser.Parse("a=1").Root, HoconParser.Parse("a=1,b=1").Root);
        Assert.Equal(
            HoconParser.Parse("a=1,b=[x]").Root.GetHashCode(), HoconParser.Parse("b=[x],a=1").Root.GetHashCode());
    }

    private static void AssertWrong(Func<object?> read, string path, int line)
    {
        var error = Assert.Throws<HoconException>(() => read());
        Assert.Equal((HoconErrorKind.WrongType, line), (error.Kind, error.Line));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
