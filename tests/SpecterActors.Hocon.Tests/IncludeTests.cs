using System.Text;

namespace SpecterActors.Hocon.Tests;

public class IncludeTests
{
    [Theory]
    [InlineData("include \"b.conf\"")]
    [InlineData("include\n\n \"b.conf\"")]
    [InlineData("include\"b.conf\"")]
    [InlineData("include file(\"b.conf\")")]
    [InlineData("include file( \"b.conf\" )")]
    [InlineData("include required(\"b.conf\")")]
    [InlineData("include required( file( \"b.conf\" ) )")]
    [InlineData("include \"b\"")]
    [InlineData("{ include \"b.conf\" }")]
    [InlineData("include \"b.conf\", include \"b.conf\"")]
    public void Every_form_reads_the_file_beside_the_including_one(string statement)
    {
        using var folder = new Folder(("a.conf", statement), ("b.conf", "x=1"));
        Assert.Equal("""{"x":1}""", folder.Json("a.conf"));
    }

    [Fact]
    public void Names_are_relative_to_the_file_that_includes_not_to_the_first_one()
    {
        using var folder = new Folder(
            ("a.conf", "include \"sub/b.conf\""), ("sub/b.conf", "b=1, include \"c.conf\""), ("sub/c.conf", "c=2"));
        Assert.Equal("""{"b":1,"c":2}""", folder.Json("a.conf"));
    }

    [Fact]
    public void A_full_path_is_taken_as_it_is()
    {
        using var folder = new Folder(("b.conf", "x=1"));
        Assert.Equal("""{"x":1}""", Doc.Json($"include \"{folder["b.conf"]}\""));
    }

    [Fact]
    public void A_text_includes_from_the_folder_of_the_options_and_is_refused_without_one()
    {
        using var folder = new Folder(("b.conf", "x=1"));
        Assert.Equal("""{"x":1}""", Doc.Json("include \"b.conf\"", new HoconParserOptions { BaseDirectory = folder.Root }));
        Doc.Fails(HoconErrorKind.Include, "include \"b.conf\"");
    }

    [Fact]
    public void Included_keys_stand_in_the_place_of_the_statement()
    {
        using var folder = new Folder(
            ("a.conf", "x=1, o{p=1}, include \"b.conf\", y=1, n { include \"b.conf\" }"), ("b.conf", "x=2, y=2, o{q=2}"));
        Assert.Equal(
            """{"n":{"o":{"q":2},"x":2,"y":2},"o":{"p":1,"q":2},"x":2,"y":1}""", folder.Json("a.conf"));
    }

    [Fact]
    public void Substitutions_of_an_included_file_look_relative_to_it_first_and_then_from_the_root()
    {
        using var folder = new Folder(
            ("a.conf", "a { include \"b.conf\" }, a { x = 42 }, root = top"),
            ("b.conf", "x=10, y=${x}, z=${root}, n { include \"c.conf\" }"),
            ("c.conf", "k=${x}, x=7, m=${root}, w=${?y}"));
        Assert.Equal(
            """{"a":{"n":{"k":7,"m":"top","w":42,"x":7},"x":42,"y":42,"z":"top"},"root":"top"}""", folder.Json("a.conf"));
    }

    [Fact]
    public void An_included_file_may_extend_what_is_already_there()
    {
        using var folder = new Folder(
            ("a.conf", "a { path = [1] }, a { include \"b.conf\" }"), ("b.conf", "path = ${path} [2], path += 3"));
        Assert.Equal("""{"a":{"path":[1,2,3]}}""", folder.Json("a.conf"));
    }

    [Fact]
    public void A_missing_file_is_left_out_unless_it_is_required()
    {
        using var folder = new Folder(("a.conf", "x=1\ninclude \"none.conf\""), ("r.conf", "x=1\ninclude required(\"none.conf\")"));
        Assert.Equal("""{"x":1}""", folder.Json("a.conf"));
        var error = folder.Fails(HoconErrorKind.Include, "r.conf");
        Assert.Equal((folder["r.conf"], 2, 18), (error.File, error.Line, error.Column));
        Assert.Contains(folder["none.conf"], error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_without_extension_reads_json_and_conf_over_it()
    {
        using var folder = new Folder(("a.conf", "include \"b\""), ("b.json", """{"x":1,"y":1}"""), ("b.conf", "y=2"));
        Assert.Equal("""{"x":1,"y":2}""", folder.Json("a.conf"));
    }

    [Fact]
    public void Files_that_include_each_other_are_refused_with_the_way_round()
    {
        using var folder = new Folder(("a.conf", "include \"b.conf\""), ("b.conf", "x=1\ninclude \"./a.conf\""));
        var error = folder.Fails(HoconErrorKind.Include, "a.conf");
        Assert.Equal((folder["b.conf"], 2), (error.File, error.Line));
        Assert.Contains("a.conf -> ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_file_may_be_included_twice_in_different_places()
    {
        using var folder = new Folder(("a.conf", "x { include \"b.conf\" }, y { include \"b.conf\" }"), ("b.conf", "k=1, l=${k}"));
        Assert.Equal("""{"x":{"k":1,"l":1},"y":{"k":1,"l":1}}""", folder.Json("a.conf"));
    }

    [Theory]
    [InlineData("include url(\"http://host.example/x\")")]
    [InlineData("include classpath(\"x.conf\")")]
    [InlineData("include required(url(\"x\"))")]
    [InlineData("include \"http://host.example/x.conf\"")]
    [InlineData("include \"\"")]
    [InlineData("include \"a\\u0000b\"")]
    public void What_is_no_file_is_refused(string text) => Doc.Fails(HoconErrorKind.Include, text);

    [Fact]
    public void An_array_as_root_of_an_included_file_is_refused_at_its_place()
    {
        using var folder = new Folder(("a.conf", "include \"b.conf\""), ("b.conf", "\n [1]"));
        var error = folder.Fails(HoconErrorKind.Include, "a.conf");
        Assert.Equal((folder["b.conf"], 2, 2), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void Inside_an_array_a_file_may_be_included_if_it_has_no_substitutions()
    {
        using var folder = new Folder(
            ("a.conf", "a=[{ include \"b.conf\" }]"), ("b.conf", "x=1"),
            ("c.conf", "a=[{ include \"d.conf\" }]"), ("d.conf", "x=${y}"));
        Assert.Equal("""{"a":[{"x":1}]}""", folder.Json("a.conf"));
        Assert.Equal(folder["d.conf"], folder.Fails(HoconErrorKind.Include, "c.conf").File);
    }

    [Fact]
    public void Errors_in_an_included_file_name_that_file()
    {
        using var folder = new Folder(("a.conf", "include \"b.conf\""), ("b.conf", "x=1\ny=["));
        var error = folder.Fails(HoconErrorKind.Syntax, "a.conf");
        Assert.Equal((folder["b.conf"], 2, 4), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void Files_that_are_missing_folders_or_not_utf8_are_refused()
    {
        using var folder = new Folder(("a.conf", ""), ("d/x.conf", ""));
        File.WriteAllBytes(folder["latin.conf"], Encoding.Latin1.GetBytes("a=å"));
        folder.Fails(HoconErrorKind.File, "none.conf");
        folder.Fails(HoconErrorKind.File, "nofolder/none.conf");
        folder.Fails(HoconErrorKind.File, "d");
        Assert.Contains("UTF-8", folder.Fails(HoconErrorKind.File, "latin.conf").Remedy, StringComparison.Ordinal);
        Assert.Equal("{}", HoconParser.Load([new HoconSource.File(folder["none.conf"], Optional: true)]).ToJson());
    }

    [Fact]
    public void A_file_starting_with_a_byte_order_mark_reads_like_any_other()
    {
        using var folder = new Folder();
        File.WriteAllText(folder["a.conf"], "x=å", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("""{"x":"å"}""", folder.Json("a.conf"));
    }
}
