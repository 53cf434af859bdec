using System.Text.Json.Nodes;
using SpecterActors.Domain;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Tenants;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Tests;

/// <summary>Tenants and first exports on the command line: on a data folder without a service, and against a running one.</summary>
public sealed class TenantCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);

    public void Dispose()
    {
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_tenant_is_imported_into_a_folder_exported_and_read_back_as_it_was()
    {
        var file = TenantFile();
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "import", file, "--skip-checks", "--data", Data));
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "list", "--data", Data));
        Assert.Contains("demo", output.ToString());

        var exported = Path.Combine(folder, "exported.conf");
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "export", "demo", "--data", Data, "--out", exported));
        var text = await File.ReadAllTextAsync(exported, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(SettingsText.Canary, text + output);
        Assert.Contains("\"erp.apiUserKey\" = ${?DEMO_ERP_APIUSERKEY}", text);

        variables["DEMO_ERP_APIUSERKEY"] = SettingsText.Canary;
        variables["DEMO_ERP_INTEGRATIONKEY"] = $"two-{SettingsText.Canary}";
        variables["DEMO_SHOP_MAIN_AUTH"] = $"three-{SettingsText.Canary}";
        var (before, after) = (Read(file), Read(exported));
        Assert.Equal(TenantSettingsWriter.WriteWithSecrets(before).ToJsonString(), TenantSettingsWriter.WriteWithSecrets(after).ToJsonString());
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "validate", exported));
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "import", exported, "--skip-checks", "--data", Data));
    }

    [Fact]
    public async Task Without_the_variables_an_exported_file_keeps_the_secrets_that_are_stored()
    {
        await RunAsync("tenant", "import", TenantFile(), "--skip-checks", "--data", Data);
        var exported = Path.Combine(folder, "exported.conf");
        await RunAsync("tenant", "export", "demo", "--data", Data, "--out", exported);

        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "import", exported, "--skip-checks", "--data", Data));
        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "export", "demo", "--data", Data));
        Assert.Contains("${?DEMO_SHOP_MAIN_AUTH}", output.ToString());
    }

    [Fact]
    public async Task With_json_an_export_is_one_document_that_import_takes()
    {
        await RunAsync("tenant", "import", TenantFile(), "--skip-checks", "--data", Data);
        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "export", "demo", "--json", "--data", Data));
        var json = Path.Combine(folder, "exported.json");
        await File.WriteAllTextAsync(json, JsonNode.Parse(output.ToString())!.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "import", json, "--skip-checks", "--data", Data));
    }

    [Fact]
    public async Task An_import_calls_nobody_and_nothing_runs_behind_it()
    {
        // Nothing listens there: a tenant that ran would have asked, and the import would not have ended so.
        var file = TenantFile("http://127.0.0.1:9/");
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant", "import", file, "--skip-checks", "--data", Data));
        await using var journal = await JournalTool.OpenAsync(Options(), TestContext.Current.CancellationToken);
        var streams = await journal.ListAsync("demo/", null, 100, TestContext.Current.CancellationToken);
        Assert.Equal(["demo/tenant/root"], streams.Select(s => s.PersistenceId));
    }

    [Fact]
    public async Task Settings_that_do_not_connect_are_refused_with_the_field_and_the_remedy()
    {
        var file = TenantFile("http://127.0.0.1:9/");
        Assert.Equal(ExitCodes.Tenant, await RunAsync("tenant", "import", file, "--data", Data));
        Assert.Contains("erp-check-failed", error.ToString());
        Assert.Contains("erp.baseUrl", error.ToString());
    }

    [Fact]
    public async Task A_folder_that_a_service_holds_is_not_written_beside_it()
    {
        using var held = DataFolder.Take(Data);
        Assert.Equal(ExitCodes.DataFolder, await RunAsync("tenant", "import", TenantFile(), "--skip-checks", "--data", Data));
        Assert.Contains("data-folder-in-use", error.ToString());
    }

    [Fact]
    public async Task A_file_with_a_fault_names_field_and_remedy()
    {
        var file = Path.Combine(folder, "bad.conf");
        await File.WriteAllTextAsync(file, "tenants.demo { erp { system = visma }, shops.main { system = abicart } }", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Usage, await RunAsync("tenant", "validate", file));
        Assert.Contains("erp.system", error.ToString());
        Assert.Equal(ExitCodes.Usage, await RunAsync("tenant", "import", TenantFile(), "--tenant", "other", "--data", Data));
    }

    [Fact]
    public async Task Against_a_running_service_tenants_are_imported_listed_and_exported()
    {
        await using var api = await RunningApi.StartAsync();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "import", TenantFile(), .. At(api)]));
        Assert.Equal(["configure demo False (command line: from the command line)"], api.Engine.Told);
        Assert.Equal(SettingsText.Canary, api.Engine.Configured!.Secrets.Value!.Values["erp.apiUserKey"]);

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "list", "--json", .. At(api)]));
        Assert.Equal("demo", (string?)JsonNode.Parse(output.ToString())![0]!["id"]);
        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "export", "demo", .. At(api)]));
        Assert.Contains("${?DEMO_ERP_APIUSERKEY}", output.ToString());
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_with_its_code_and_remedy()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Answer = AdminResult.No(new Refusal("report-stale", "The report is main-2 by now.", "Look at report main-2."));
        Assert.Equal(ExitCodes.Failed, await RunAsync(["tenant", "first-export", "confirm", "demo", "main", "--report", "main-1", .. At(api)]));
        Assert.Contains("error report-stale: The report is main-2 by now.", error.ToString());
        Assert.Contains("Look at report main-2.", error.ToString());
    }

    [Fact]
    public async Task A_service_that_is_not_there_or_does_not_take_the_token_has_an_exit_code_of_its_own()
    {
        await using var api = await RunningApi.StartAsync();
        var wrong = Path.Combine(folder, "wrong.token");
        await File.WriteAllTextAsync(wrong, "wrong", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Service, await RunAsync("tenant", "list", "--url", api.Http.BaseAddress!.ToString(), "--token-file", wrong));
        Assert.Equal(ExitCodes.Service, await RunAsync("tenant", "list", "--url", "http://127.0.0.1:9/", "--token-file", wrong));
        Assert.Equal(ExitCodes.Service, await RunAsync("tenant", "list", "--url", "http://127.0.0.1:9/", "--data", Data));
    }

    [Fact]
    public async Task A_first_export_is_started_watched_looked_at_confirmed_and_cancelled()
    {
        await using var api = await RunningApi.StartAsync();
        foreach (var line in new string[][] { ["start", "--reason", "launch"], ["progress"], ["confirm", "--report", "main-1", "--reason", "go"], ["cancel"] })
        {
            Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "first-export", line[0], "demo", "main", .. line[1..], .. At(api)]));
        }

        Assert.Equal(
            ["export start demo main (command line: launch)", "export confirm demo main main-1 (command line: go)", "export cancel demo main (command line: from the command line)"],
            api.Engine.Told);
        Assert.Contains("2 of 3 articles, 12.5 a minute, about 0.00:03:00 left", output.ToString());
        Assert.Contains("A2: specter-7: no", output.ToString());
    }

    [Fact]
    public async Task The_report_comes_as_table_as_csv_and_as_json()
    {
        await using var api = await RunningApi.StartAsync();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "first-export", "report", "demo", "main", .. At(api)]));
        Assert.Contains("article-number-illegal", output.ToString());

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "first-export", "report", "demo", "main", "--csv", .. At(api)]));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("number,name,uid,variant,class,code,cause,remedy", lines[0].TrimEnd());
        Assert.Equal("A1,\"Kopp, blå\",1,,create,,,", lines[1].TrimEnd());
        Assert.Equal(3, lines.Length);

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "first-export", "report", "demo", "main", "--json", "--class", "invalid", .. At(api)]));
        Assert.Equal("A 2", (string?)Assert.Single(JsonNode.Parse(output.ToString())!.AsArray())!["number"]);
        Assert.Equal(ExitCodes.Failed, await RunAsync(["tenant", "first-export", "report", "demo", "main", "--class", "broken", .. At(api)]));
    }

    [Fact]
    public async Task One_article_is_exported_again()
    {
        await using var api = await RunningApi.StartAsync();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "export-article", "demo", "A-1", .. At(api)]));
        Assert.Equal(["export article demo A-1 (command line: from the command line)"], api.Engine.Told);
    }

    [Fact]
    public async Task What_of_a_set_up_is_open_is_shown_and_is_an_exit_code()
    {
        await using var api = await RunningApi.StartAsync();
        Assert.Equal(ExitCodes.Failed, await RunAsync(["tenant", "setup", "demo", .. At(api)]));
        Assert.Contains("notProven", output.ToString());
        Assert.Contains("remedy", output.ToString());
    }

    [Fact]
    public async Task Notes_are_counted_and_listed_by_name()
    {
        await using var api = await RunningApi.StartAsync();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "notes", "demo", .. At(api)]));
        Assert.Contains("set-without-composition", output.ToString());
        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "notes", "demo", "no-stock-sync", .. At(api)]));
        Assert.Equal("1 articles are noted no-stock-sync\nSET-1\n", output.ToString().ReplaceLineEndings("\n"));
        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "notes", "demo", "no-stock-sync", "--json", .. At(api)]));
        Assert.Equal(1, (int)JsonNode.Parse(output.ToString())!["matching"]!);
        Assert.Equal(ExitCodes.Failed, await RunAsync(["tenant", "notes", "demo", "nonsense", .. At(api)]));
        Assert.Contains("no-stock-sync", error.ToString());
    }

    [Fact]
    public async Task Held_stock_is_previewed_first_and_goes_with_the_count_of_the_preview()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Answer = AdminResult.Done with { Detail = new StockPreview(40, 7, 2, [new StockSample("A-1", null, 3m)]) };
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "release-stock", "demo", "main", .. At(api)]));
        Assert.Contains("7 of 40 articles would be written, 2 of them a zero", output.ToString());
        Assert.Contains("A-1: unknown becomes 3", output.ToString());
        Assert.Contains("--count 7", output.ToString());
        api.Engine.Answer = AdminResult.Done;
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "release-stock", "demo", "main", "--count", "7", "--reason", "looked", "--json", .. At(api)]));
        Assert.Equal(["release stock demo main preview (command line: from the command line)", "release stock demo main at most 7 (command line: looked)"], api.Engine.Told);
        api.Engine.Answer = AdminResult.No(new Refusal("stock-not-held", "The stock of shop main is not held.", "Look at stockHeld of the tenant."));
        Assert.Equal(ExitCodes.Failed, await RunAsync(["tenant", "release-stock", "demo", "main", .. At(api)]));
        Assert.Contains("stockHeld", error.ToString());
    }

    [Fact]
    public async Task A_person_is_erased_for_good_only_when_that_is_said()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Answer = AdminResult.Done with { Detail = new Erasure(true, ["demo/order/W1001", "demo/order/W1001-2"], 3) };
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "erase", "demo", "--person", "anna@example.se", .. At(api)]));
        Assert.Contains("3 keys would be destroyed, of 2 orders", output.ToString());
        Assert.Contains("W1001-2", output.ToString());
        api.Engine.Answer = AdminResult.Done with { Detail = new Erasure(false, ["demo/order/W1001"], 1) };
        Assert.Equal(ExitCodes.Ok, await RunAsync(["tenant", "erase", "demo", "--order", "W1001", "--for-good", "--reason", "asked for", .. At(api)]));
        Assert.Equal(["erase demo anna@example.se preview (command line: from the command line)", "erase demo W1001 do (command line: asked for)"], api.Engine.Told);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("say \"hi\", you", "\"say \"\"hi\"\", you\"")]
    [InlineData("plain", "plain")]
    public void A_cell_of_the_report_is_no_formula_and_keeps_its_quotes(string text, string written) => Assert.Equal(written, Csv.Line([text]));

    private string Data => Path.Combine(folder, "data");

    private NodeOptions Options() => ConfigurationLoader.Load([], new ConfigurationOverrides(Data), _ => null);

    private string TenantFile(string? baseUrl = null)
    {
        var settings = SettingsText.Settings();
        if (baseUrl is not null)
        {
            settings["erp"]!["baseUrl"] = baseUrl;
            settings["shops"]!["main"]!["baseUrl"] = baseUrl;
        }

        var file = Path.Combine(folder, "tenant.json");
        File.WriteAllText(file, new JsonObject { ["tenants"] = new JsonObject { ["demo"] = settings } }.ToJsonString());
        return file;
    }

    private Domain.Tenants.TenantSettings Read(string file) =>
        Assert.Single(ConfigurationLoader.Load([file], new ConfigurationOverrides(Data), name => variables.GetValueOrDefault(name)).Tenants);

    private IEnumerable<string> At(RunningApi api)
    {
        var token = Path.Combine(folder, "api.token");
        File.WriteAllText(token, RunningApi.Token);
        return ["--url", api.Http.BaseAddress!.ToString(), "--token-file", token];
    }

    private Task<int> RunAsync(params IEnumerable<string> line) => HostCommandLine.RunAsync(
        [.. line],
        new HostEnvironment(
            output, error, name => variables.GetValueOrDefault(name), TimeProvider.System, EngineNode.OpenAsync, JournalTool.OpenAsync, limit.Token));
}
