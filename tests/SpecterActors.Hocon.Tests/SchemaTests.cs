using SpecterActors.Hocon.Schema;

namespace SpecterActors.Hocon.Tests;

public class SchemaTests
{
    private static readonly HoconSchema Schema = new(HoconParser.Parse(
        """
        data-folder = "./data"
        admin { port = 8080, token = null }
        lanes { specter { rate = 99, "hosts" = [] } }
        rules = [ { name = x, limit = 1 } ]
        tenants {
          "*" {
            paused = false
            shops { "*" { url = null, buffer = 0 }, main { url = null, extra = 1 } }
          }
        }
        labels { "*" = null }
        """));

    [Theory]
    [InlineData("")]
    [InlineData("data-folder=/x, admin.port=1")]
    [InlineData("admin { token = { any { thing = 1 } } }")]
    [InlineData("lanes.specter.hosts = [a, {b=1}]")]
    [InlineData("tenants { acme { paused = true, shops.web.url = \"https://x\" } }")]
    [InlineData("tenants.acme.shops { main.extra = 2, other.buffer = 1 }")]
    [InlineData("labels { any = 1, other { thing = 2 } }")]
    [InlineData("rules = [ { name = a }, { limit = 2 } ]")]
    [InlineData("rules { \"0\" { name = a } }")]
    [InlineData("admin = null")]
    public void Legal_documents_have_no_findings(string text) => Assert.Empty(Schema.Check(HoconParser.Parse(text)));

    [Theory]
    [InlineData("data-foldr = x", "data-foldr", "data-folder")]
    [InlineData("datafolder = x", "datafolder", "data-folder")]
    [InlineData("Data-Folder = x", "Data-Folder", "data-folder")]
    [InlineData("admin.prot = 1", "admin.prot", "admin.port")]
    [InlineData("lane.specter.rate = 1", "lane", "lanes")]
    [InlineData("tenants.acme.pausd = true", "tenants.acme.pausd", "tenants.acme.paused")]
    [InlineData("tenants.acme.shops.web.ulr = x", "tenants.acme.shops.web.ulr", "tenants.acme.shops.web.url")]
    [InlineData("tenants.acme.shops.main.buffer = 1", "tenants.acme.shops.main.buffer", "tenants.\"*\".shops.\"*\".buffer")]
    [InlineData("port = 1", "port", "admin.port")]
    [InlineData("rules = [ { name = a }, { nam = b } ]", "rules[1].nam", "rules[1].name")]
    [InlineData("quite-something-else = 1", "quite-something-else", null)]
    [InlineData("\"a.b\" = 1", "\"a.b\"", null)]
    public void Unknown_keys_are_named_with_the_nearest_known_one(string text, string path, string? suggestion)
    {
        var finding = Assert.IsType<HoconSchemaFinding.UnknownKey>(Assert.Single(Schema.Check(HoconParser.Parse(text))));
        Assert.Equal((path, suggestion), (finding.Path, finding.Suggestion));
        Assert.Contains(path, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admin = 5", "admin")]
    [InlineData("admin = [1]", "admin")]
    [InlineData("data-folder { x = 1 }", "data-folder")]
    [InlineData("tenants.acme = yes", "tenants.acme")]
    [InlineData("rules = x", "rules")]
    [InlineData("rules = [ x ]", "rules[0]")]
    public void A_key_that_holds_another_shape_is_named(string text, string path) =>
        Assert.Equal(path, Assert.IsType<HoconSchemaFinding.WrongShape>(Assert.Single(Schema.Check(HoconParser.Parse(text)))).Path);

    [Fact]
    public void Every_finding_is_listed_with_its_place()
    {
        var findings = Schema.Check(HoconParser.Parse("x1=1\nadmin { port=1\n y1=2 }\nlabels=3", name: "app.conf"));
        Assert.Equal(
            [("x1", 1), ("admin.y1", 3), ("labels", 4)], findings.Select(finding => (finding.Path, finding.Origin.Line)));
        Assert.StartsWith("app.conf:1:4: unknown key x1", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_filled_in_for_each_entry_of_a_free_form_map()
    {
        var filled = Schema.WithDefaults(HoconParser.Parse("admin.port=1, tenants.acme.shops.web { url = u }"));
        Assert.Equal(
            """
            {"acme":{"paused":false,"shops":{"main":{"extra":1,"url":null},"web":{"buffer":0,"url":"u"}}}}
            """, filled.GetObject("tenants").ToJson());
        Assert.Equal(1, filled.GetInt("admin.port"));
        Assert.Equal("{}", filled.GetObject("labels").ToJson());
        Assert.Equal("./data", filled.GetString("data-folder"));
        Assert.Empty(Schema.Check(filled));
    }

    [Fact]
    public void A_document_loaded_over_its_reference_is_checked_and_filled_like_one_loaded_alone()
    {
        const string reference = """dir = /var, tenants { "*" { log = x, shops { "*" { url = u } } } }""";
        var schema = new HoconSchema(HoconParser.Parse(reference));
        var document = HoconParser.Load(
        [
            new HoconSource.Text(reference, "reference"),
            new HoconSource.Text("""tenants { acme { log = ${dir}/acme, shops.a {}, typo = 1 }, "*" { log = all }, b {} }""", "app"),
        ]);
        Assert.Equal(["tenants.acme.typo"], schema.Check(document).Select(finding => finding.Path));
        Assert.Equal(
            """{"acme":{"log":"/var/acme","shops":{"a":{"url":"u"}},"typo":1},"b":{"log":"all","shops":{}}}""",
            schema.WithDefaults(document).GetObject("tenants").ToJson());
    }

    [Fact]
    public void A_very_long_unknown_key_gets_no_suggestion_and_costs_nothing()
    {
        var finding = Assert.Single(Schema.Check(HoconParser.Parse(new string('x', 100_000) + "=1")));
        Assert.Null(((HoconSchemaFinding.UnknownKey)finding).Suggestion);
    }
}
