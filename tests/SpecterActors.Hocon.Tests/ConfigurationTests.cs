using Microsoft.Extensions.Configuration;
using SpecterActors.Hocon.Configuration;

namespace SpecterActors.Hocon.Tests;

public class ConfigurationTests
{
    [Fact]
    public void A_document_becomes_keys_of_the_configuration()
    {
        var configuration = new ConfigurationBuilder()
            .AddHoconText("a { b { c = 1 } }, l = [x, {y = 2}, [3]], wait = 10 s, flag = true, n = null, e = {}, k = []")
            .Build();
        Assert.Equal("1", configuration["a:b:c"]);
        Assert.Equal("1", configuration["A:B:C"]);
        Assert.Equal("x", configuration["l:0"]);
        Assert.Equal("2", configuration["l:1:y"]);
        Assert.Equal("3", configuration["l:2:0"]);
        Assert.Equal("10 s", configuration["wait"]);
        Assert.Equal("true", configuration["flag"]);
        Assert.Null(configuration["n"]);
        Assert.Null(configuration["e"]);
        Assert.Equal("", configuration["k"]);
        Assert.True(configuration.GetSection("n").Exists() || configuration.GetChildren().Any(section => section.Key == "n"));
    }

    [Fact]
    public void Later_sources_override_earlier_ones_key_by_key()
    {
        using var folder = new Folder(("app.conf", "a { b = 2 }"));
        var configuration = new ConfigurationBuilder()
            .AddHoconText("a { b = 1, c = 1 }")
            .AddHoconFile(folder["app.conf"])
            .AddHoconFile(folder["none.conf"], optional: true)
            .Build();
        Assert.Equal("2", configuration["a:b"]);
        Assert.Equal("1", configuration["a:c"]);
    }

    [Fact]
    public void Sources_added_together_see_each_other()
    {
        using var folder = new Folder(("app.conf", "dir = /srv"));
        var configuration = new ConfigurationBuilder()
            .AddHocon(
                [new HoconSource.Text("dir = /var, log = ${dir}/${NAME}", "reference"), new HoconSource.File(folder["app.conf"])],
                Doc.With(("NAME", "log")))
            .Build();
        Assert.Equal("/srv/log", configuration["log"]);
    }

    [Fact]
    public void A_missing_file_and_a_faulty_one_stop_the_build()
    {
        using var folder = new Folder(("bad.conf", "a = ["));
        Assert.Equal(HoconErrorKind.File, Fails(new ConfigurationBuilder().AddHoconFile(folder["none.conf"])).Kind);
        Assert.Equal(HoconErrorKind.Syntax, Fails(new ConfigurationBuilder().AddHoconFile(folder["bad.conf"])).Kind);
    }

    [Theory]
    [InlineData("a=1,A=2")]
    [InlineData("a{b=1},\"a:b\"=2")]
    [InlineData("\"a:0\"=1,a=[2]")]
    public void Keys_the_configuration_cannot_tell_apart_are_refused(string text) =>
        Assert.Equal(HoconErrorKind.Syntax, Fails(new ConfigurationBuilder().AddHoconText(text)).Kind);

    [Fact]
    public void The_provider_knows_where_each_key_was_written()
    {
        var provider = (HoconConfigurationProvider)new HoconConfigurationSource(
            [new HoconSource.Text("a {\n b = 1 }", "x.conf")], HoconParserOptions.Default).Build(new ConfigurationBuilder());
        provider.Load();
        provider.Load();
        Assert.Equal(new HoconOrigin("x.conf", 2, 6), provider.OriginOf("a:b"));
        Assert.Null(provider.OriginOf("a:c"));
        Assert.Equal(1, provider.Document.GetInt("a.b"));
    }

    private static HoconException Fails(IConfigurationBuilder builder) => Assert.Throws<HoconException>(() => builder.Build());
}
