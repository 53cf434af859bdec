namespace SpecterActors.Hocon.Tests;

public class ErrorTests
{
    [Theory]
    [InlineData("a=1}", 1, 4, "'}'")]
    [InlineData("{a=1", 1, 5, "the end of the text")]
    [InlineData("{a=1} x", 1, 7, "'x'")]
    [InlineData("{a=1}}", 1, 6, "'}'")]
    [InlineData("{a=1}{b=2}", 1, 6, "'{'")]
    [InlineData("a=[1", 1, 5, "the end of the text")]
    [InlineData("a=[1}", 1, 5, "'}'")]
    [InlineData("a=[1,,2]", 1, 6, "','")]
    [InlineData("a=[,1]", 1, 4, "','")]
    [InlineData("a=[1,2,,]", 1, 8, "','")]
    [InlineData(",a=1", 1, 1, "','")]
    [InlineData("a=1,,b=2", 1, 5, "','")]
    [InlineData("{a=1,,}", 1, 6, "','")]
    [InlineData("a", 1, 2, "the end of the text")]
    [InlineData("a\nb=1", 2, 1, "'b'")]
    [InlineData("a=", 1, 3, "the end of the text")]
    [InlineData("a=,b=1", 1, 3, "','")]
    [InlineData("{a=}", 1, 4, "'}'")]
    [InlineData("=1", 1, 1, "'='")]
    [InlineData("a=http://x", 1, 7, "':'")]
    [InlineData("x=1\n  a = b = c", 2, 9, "'='")]
    [InlineData("a=foo@bar", 1, 6, "'@'")]
    [InlineData("a=C:\\x", 1, 4, "':'")]
    [InlineData("a=x\\y", 1, 4, "'\\'")]
    [InlineData("a=1+2", 1, 4, "'+'")]
    [InlineData("a=*", 1, 3, "'*'")]
    [InlineData("a+b=1", 1, 2, "'+'")]
    [InlineData("a..b=1", 1, 1, "a path with an empty key")]
    [InlineData(".a=1", 1, 1, "a path with an empty key")]
    [InlineData("a.=1", 1, 1, "a path with an empty key")]
    [InlineData("a.${b}=1", 1, 3, "'$'")]
    [InlineData("{[1]=2}", 1, 2, "'['")]
    [InlineData("{{a=1}:2}", 1, 2, "'{'")]
    [InlineData("a=$b", 1, 3, "'$'")]
    [InlineData("a=${b", 1, 6, "the end of the text")]
    [InlineData("a=${}", 1, 5, "'}'")]
    [InlineData("a=${b c:d}", 1, 8, "':'")]
    [InlineData("a=${ ?b}", 1, 6, "'?'")]
    [InlineData("a=${b${c}}", 1, 6, "'$'")]
    [InlineData("a=\"x", 1, 3, "a quoted string that does not end on its line")]
    [InlineData("a=\"x\ny\"", 1, 3, "a quoted string that does not end on its line")]
    [InlineData("a=\"x\ty\"", 1, 5, "the character U+0009")]
    [InlineData("a=\"\\x\"", 1, 4, "a backslash before 'x'")]
    [InlineData("a=\"\\u12\"", 1, 4, "the escape \\u without four hexadecimal digits")]
    [InlineData("a=\"\\ud83d\"", 1, 3, "a string with half of a surrogate pair")]
    [InlineData("a=\"\"\"x\"\"", 1, 3, "a triple-quoted string without an end")]
    [InlineData("a=1 \"\"\"x\"\"\"\n]", 2, 1, "']'")]
    [InlineData("include = 1", 1, 9, "'='")]
    [InlineData("include x", 1, 9, "'x'")]
    [InlineData("include required(\"x\"", 1, 21, "the end of the text")]
    public void Syntax_errors_name_line_column_and_what_was_found(string text, int line, int column, string found)
    {
        var error = Doc.Fails(HoconErrorKind.Syntax, text);
        Assert.Equal((found, line, column), (error.Found, error.Line, error.Column));
        Assert.StartsWith($"text:{line}:{column}: found {found}, expected ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=[1] x", 1, 7)]
    [InlineData("a=abc {x=y}", 1, 7)]
    [InlineData("a=null {x=y}", 1, 8)]
    [InlineData("a=abc [1]", 1, 7)]
    [InlineData("a=[1] {x=y}", 1, 3)]
    [InlineData("a=abc ${x}\nx={y=z}", 1, 3)]
    [InlineData("a=abc ${x}\nx=[1]", 1, 3)]
    [InlineData("a=${x} \" \" ${x}\nx=[1]", 1, 3)]
    [InlineData("a=10\na+=2", 2, 1)]
    [InlineData("a=abc\na+=2", 2, 1)]
    [InlineData("a={x=y}\na+=2", 2, 1)]
    public void Values_of_different_kinds_do_not_join(string text, int line, int column)
    {
        var error = Doc.Fails(HoconErrorKind.WrongType, text);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void An_address_without_quotes_is_answered_with_the_remedy()
    {
        var error = Doc.Fails("url = http://shop.example");
        Assert.Contains("double quotes", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("text", error.File);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_in_the_text_is_refused() => Doc.Fails(HoconErrorKind.Syntax, "a=x\ud83dy");
}
