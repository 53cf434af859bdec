using System.Text.Json;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Hocon;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Tenants;

namespace SpecterActors.Host.Tests;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_reference_alone_is_a_valid_configuration()
    {
        var options = Load("");

        Assert.Equal("./data", options.DataFolder);
        Assert.Equal(["http://127.0.0.1:5080"], options.Admin.Urls);
        Assert.Empty(options.Tenants);
    }

    [Theory]
    [InlineData("admin { urls = [", "configuration-broken", 1)]
    [InlineData("node {\n  drain = 5 s\n}}\n", "configuration-broken", 3)]
    [InlineData("\nnode.drain = ${NOT_SET}\n", "configuration-broken", 2)]
    public void Broken_text_names_file_line_and_column(string text, string code, int line)
    {
        var fault = Assert.Throws<HostFault>(() => Load(text));

        Assert.Equal((code, ExitCodes.Usage), (fault.Code, fault.ExitCode));
        Assert.Matches($@"node\.conf:{line}:\d+", fault.Message);
        Assert.NotEmpty(fault.Remedy);
    }

    [Theory]
    [InlineData("\nnode.drian = 5 s", "node.drian", "node.drain", 2)]
    [InlineData("admin.publicURL = \"http://x/\"", "admin.publicURL", "admin.publicUrl", 1)]
    [InlineData("tenants.demo.erp.lane.cals = 3", "tenants.demo.erp.lane.cals", "calls", 1)]
    public void An_unknown_key_is_named_with_its_place_and_the_nearest_known_one(string text, string key, string near, int line)
    {
        var fault = Assert.Throws<HostFault>(() => Load(text));

        Assert.Contains(key, fault.Message);
        Assert.Contains($"node.conf:{line}:", fault.Message);
        Assert.Contains(near, fault.Remedy);
    }

    [Theory]
    [InlineData("node.drain = soon", "node.drain")]
    [InlineData("node.drain = 5 h", "node.drain")]
    [InlineData("admin.urls = [\"http://0.0.0.0:80\"]", "admin.urls")]
    [InlineData("admin.urls = [\"https://127.0.0.1:80\"]", "admin.urls")]
    [InlineData("admin.urls = []", "admin.urls")]
    [InlineData("admin.publicUrl = here", "admin.publicUrl")]
    [InlineData("journal.file = \"../journal.db\"", "journal.file")]
    [InlineData("journal.batchAppendsMax = 0", "journal.batchAppendsMax")]
    [InlineData("journal.store = mysql", "journal.store")]
    [InlineData("journal { store = postgres, postgres.connection = \"secret-word\" }", "journal.postgres.connection")]
    [InlineData("journal.postgres.readers = 0", "journal.postgres.readers")]
    [InlineData("log.level = loud", "log.level")]
    [InlineData("log.file.sizeMax = big", "log.file.sizeMax")]
    [InlineData("admin = 7", "admin")]
    public void An_impossible_value_is_named_with_its_place(string text, string key)
    {
        var fault = Assert.Throws<HostFault>(() => Load(text));

        Assert.Equal(ExitCodes.Usage, fault.ExitCode);
        Assert.Contains(key, fault.Message);
        Assert.Contains("node.conf:1:", fault.Message);
    }

    [Fact]
    public void The_journal_lies_in_a_file_until_a_database_is_named()
    {
        Assert.Null(Load("").Journal.Postgres);

        var configured = ConfigurationLoader.Load(
            [Write("node.conf", "journal { store = postgres, postgres { connection = ${SPECTER_JOURNAL}, readers = 7 } }")],
            new ConfigurationOverrides(),
            name => name == "SPECTER_JOURNAL" ? "postgres://sync:secret-word@db.example/journal" : null).Journal.Postgres!;
        Assert.Equal(("journal on db.example:5432 as sync", 7), (configured.Address.ToString(), configured.Readers));
        Assert.DoesNotContain("secret-word", configured.ToString());
    }

    [Fact]
    public void The_command_line_names_another_store_than_the_file()
    {
        const string File = "journal { store = postgres, postgres.connection = \"Host=one;Database=j\" }";
        Assert.Null(ConfigurationLoader.Load([Write("a.conf", File)], new ConfigurationOverrides(Store: "sqlite"), _ => null).Journal.Postgres);
        var other = ConfigurationLoader.Load([Write("b.conf", File)], new ConfigurationOverrides(Store: "postgres://u:secret-word@two/j"), _ => null);
        Assert.Equal("j on two:5432 as u", other.Journal.Postgres!.Address.ToString());
        Assert.Contains("journal.postgres.connection is missing", Assert.Throws<HostFault>(() => Load("journal.store = postgres")).Message);
        var fault = Assert.Throws<HostFault>(() => ConfigurationLoader.Load([], new ConfigurationOverrides(Store: "mysql://u:secret-word@two/j"), _ => null));
        Assert.Contains("journal.postgres.connection", fault.Message);
        Assert.DoesNotContain("secret-word", fault.Message + fault.Remedy);
    }

    [Fact]
    public void Several_faults_are_told_at_once()
    {
        var fault = Assert.Throws<HostFault>(() => Load("node.drian = 5 s\nadmin.url = x"));

        Assert.Equal(2, fault.Fields.Count);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var fault = Assert.Throws<HostFault>(() => ConfigurationLoader.Load([Path.Combine(folder, "none.conf")], new ConfigurationOverrides(), _ => null));

        Assert.Contains("none.conf", fault.Message);
    }

    [Fact]
    public void The_command_line_lies_over_the_files_and_a_later_file_over_an_earlier_one()
    {
        var first = Write("first.conf", "node.data = one, node.drain = 5 s");
        var second = Write("second.conf", "node.data = two");

        var options = ConfigurationLoader.Load([first, second], new ConfigurationOverrides(Urls: "http://127.0.0.1:1;http://[::1]:2"), _ => null);

        Assert.Equal("two", options.DataFolder);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Drain);
        Assert.Equal(["http://127.0.0.1:1", "http://[::1]:2"], options.Admin.Urls);
    }

    [Fact]
    public void Tenants_may_stand_in_the_file_with_secrets_from_the_environment()
    {
        var file = Write(
            "node.conf",
            """
            tenants.demo {
              erp { system = specter, baseUrl = "https://api.specter.example/", account = 1234, apiUser = 55 }
              shops.main { system = abicart, baseUrl = "https://shop.example/", account = 40001, orders.orderPrefix = "A1-" }
              pace.poll = 500 ms
              secrets { erp.apiUserKey = ${KEY}, "erp.integrationKey" = two, shop.main.auth = three }
            }
            """);

        var options = ConfigurationLoader.Load([file], new ConfigurationOverrides(), name => name == "KEY" ? SettingsText.Canary : null);

        var tenant = Assert.Single(options.Tenants);
        Assert.Equal(TimeSpan.FromMilliseconds(500), tenant.Pace.Poll);
        Assert.Equal(SettingsText.Canary, tenant.Secrets.Value!.Values["erp.apiUserKey"]);
        Assert.Equal("1234", tenant.Erp.Account);
    }

    [Fact]
    public void A_fault_of_a_tenant_is_named_with_its_place()
    {
        var fault = Assert.Throws<HostFault>(() => Load("tenants.demo {\n  erp { system = specter,\n    baseUrl = nowhere, account = 1 }\n  shops.main { system = abicart, baseUrl = \"https://s.example/\", account = 1 }\n}"));

        Assert.Contains("tenants.demo.erp.baseUrl", fault.Message);
        Assert.Contains("node.conf:3:", fault.Message);
    }

    [Fact]
    public void The_reference_tells_the_defaults_that_are_in_force()
    {
        var any = HoconParser.Parse(ConfigurationLoader.ReferenceText).GetObject("tenants.\"*\"");
        var shop = any.GetObject("shops.\"*\"");
        var text = $$$"""
            {
              "erp": { "system": "specter", "baseUrl": "https://e.example/", "account": "1", "lane": {{{any.GetObject("erp.lane").ToJson()}}} },
              "shops": { "main": { "system": "abicart", "baseUrl": "https://s.example/", "account": "1",
                "exportOrders": {{{shop.GetString("exportOrders")}}}, "syncStock": {{{shop.GetString("syncStock")}}}, "stockBuffer": {{{shop.GetString("stockBuffer")}}},
                "statusToShop": ["{{{string.Join("\",\"", shop.GetStringList("statusToShop"))}}}"],
                "lane": {{{shop.GetObject("lane").ToJson()}}}, "orders": {{{shop.GetObject("orders").ToJson().Replace("\"*\":null,", "", StringComparison.Ordinal).Replace("\"*\":null", "", StringComparison.Ordinal)}}} } },
              "customers": {{{any.GetObject("customers").ToJson()}}}, "pace": {{{any.GetObject("pace").ToJson()}}}
            }
            """;

        var (written, problems) = TenantSettingsReader.Read("demo", JsonDocument.Parse(text).RootElement);
        var (plain, _) = TenantSettingsReader.Read("demo", JsonDocument.Parse(
            """{"erp":{"system":"specter","baseUrl":"https://e.example/","account":"1"},"shops":{"main":{"system":"abicart","baseUrl":"https://s.example/","account":"1"}}}""").RootElement);

        Assert.Empty(problems);
        Assert.Equal(TenantSettingsWriter.Write(plain!).ToJsonString(), TenantSettingsWriter.Write(written!).ToJsonString());
        Assert.Equal(typeof(OrderMappingSettings).GetProperties().Length, shop.GetObject("orders").Keys.Count());
        Assert.Equal(typeof(PaceSettings).GetProperties().Length, any.GetObject("pace").Keys.Count());
    }

    private NodeOptions Load(string text) => ConfigurationLoader.Load([Write("node.conf", text)], new ConfigurationOverrides(), _ => null);

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
