using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;
using SpecterActors.Journal;
using SpecterActors.Journal.Keys;
using SpecterActors.Journal.Sqlite;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Host.Tests;

/// <summary>What operators do to a whole tenant, on the real engine and a real journal file; its shop and its ERP do not answer.</summary>
public sealed class TenantActionTests : IAsyncLifetime
{
    private const string Code = "specter-refused-4711";
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;
    private readonly StringWriter output = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

    public async ValueTask InitializeAsync()
    {
        await using (var node = await RunningNode.StartAsync(folder))
        {
            Assert.Equal(200, await node.SendAsync("PUT", "admin/tenants/demo", RunningNode.UncheckedTenant()));
            Assert.Equal(200, await node.SendAsync("POST", "admin/tenants/demo/pause", """{"reason":"for the test"}"""));
        }

        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder, "journal.db") });
        foreach (var (number, code) in new[] { ("A-1", Code), ("A-2", Code), ("B-1", "something-else"), ("A-3", Code) })
        {
            await store.CommitAsync([Parked(number, code)], limit.Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_is_parked_under_a_code_is_previewed_then_retried_within_the_bound_and_audited()
    {
        await using var node = await RunningNode.StartAsync(folder);

        var preview = await node.PostAsync("admin/tenants/demo/retry", $$"""{"reason":"mended in the ERP","code":"{{Code}}","max":2,"preview":true}""");
        Assert.Equal((true, 3), ((bool)preview["preview"]!, (int)preview["matching"]!));
        Assert.Equal(["demo/article/A-1", "demo/article/A-2"], Ids(preview));
        Assert.Equal(4, (await node.GetAsync("admin/tenants/demo/parked"))!.AsArray().Count);

        var done = await node.PostAsync("admin/tenants/demo/retry", $$"""{"reason":"mended in the ERP","operator":"eva","code":"{{Code}}","max":2,"preview":false}""");
        Assert.Equal(["demo/article/A-1", "demo/article/A-2"], Ids(done));
        Assert.Empty(done["refused"]!.AsArray());
        Assert.Equal(["demo/article/A-3", "demo/article/B-1"], (await node.GetAsync("admin/tenants/demo/parked"))!.AsArray().Select(row => (string?)row!["persistenceId"]).Order());

        var audit = (await node.GetAsync("admin/tenants/demo"))!["audit"]!.AsArray();
        Assert.Equal(
            ("eva", $"retry 2 parked with code {Code}: demo/article/A-1 to demo/article/A-2", "mended in the ERP"),
            ((string?)audit[^1]!["actor"], (string?)audit[^1]!["action"], (string?)audit[^1]!["reason"]));
        Assert.Equal(404, await node.SendAsync("POST", "admin/tenants/nobody/retry", """{"reason":"x","preview":true}"""));
    }

    [Fact]
    public async Task A_removed_tenant_leaves_neither_rows_nor_key_and_its_id_is_never_used_again()
    {
        await using (var node = await RunningNode.StartAsync(folder))
        {
            Assert.Equal(200, await node.SendAsync("POST", "admin/tenants/demo/remove", """{"reason":"moved away"}"""));
            await GoneAsync();
            Assert.Equal(404, await node.SendAsync("POST", "admin/tenants/demo/resume", """{"reason":"x"}"""));
            Assert.Equal(422, await node.SendAsync("PUT", "admin/tenants/demo", RunningNode.UncheckedTenant()));
        }

        // Again after a restart, from the journal alone.
        await using var again = await RunningNode.StartAsync(folder);
        Assert.Empty((await again.GetAsync("admin/tenants"))!.AsArray());
        Assert.Equal(422, await again.SendAsync("PUT", "admin/tenants/demo", RunningNode.UncheckedTenant()));
        Assert.Contains("moved away", (await again.GetAsync("admin/journal/_installation/registry/tenants"))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_that_the_end_of_the_service_interrupted_goes_on_at_the_next_start()
    {
        var node = await RunningNode.StartAsync(folder);
        Assert.Equal(200, await node.SendAsync("POST", "admin/tenants/demo/remove", """{"reason":"moved away"}"""));
        await node.DisposeAsync();

        await using var again = await RunningNode.StartAsync(folder);
        await GoneAsync();
    }

    [Fact]
    public async Task Feeds_tell_the_age_of_their_last_drained_round_and_of_their_oldest_held_row()
    {
        var codec = DomainCatalogue.Codec(new MasterKeys(bytes => bytes.Fill(1)), bytes => bytes.Fill(1));
        var since = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(3);
        using (var store = SqliteStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder, "journal.db") }))
        {
            var held = codec.Encode(new FeedEvent.RowHeld(1, "demo/article/A-1", "{}", [], "it did not answer", since), since, new PersonalKeys());
            // The feed may have stored that it began.
            var head = (await store.ListStreamsAsync("demo/feed/erp-stock", null, 1, limit.Token)).FirstOrDefault()?.SequenceNumber ?? 0;
            await store.CommitAsync([new AppendRequest("demo/feed/erp-stock", head, "test", [held])], limit.Token);
        }

        await using var node = await RunningNode.StartAsync(folder);
        var feeds = (await node.GetAsync("admin/tenants/demo/feeds"))!.AsArray().ToDictionary(feed => (string)feed!["name"]!, feed => feed!);
        Assert.InRange(TimeSpan.Parse((string)feeds["erp-stock"]["oldestHeldAge"]!), TimeSpan.FromHours(3), TimeSpan.FromHours(4));
        Assert.Null(feeds["erp-stock"]["lastDrainedAge"]);
        Assert.Null(feeds["erp-orders"]["oldestHeldAge"]);
    }

    [Fact]
    public async Task An_erased_person_is_readable_nowhere_and_stays_so_in_a_restored_journal()
    {
        await PlaceAsync("A1-1", "Anna.Svensson@shop.example");
        await PlaceAsync("A1-2", "someone.else@shop.example");
        await PlaceAsync("A1-3", "anna.svensson@SHOP.example ");
        var backup = Directory.CreateDirectory(Path.Combine(folder, "backup")).FullName;
        File.Copy(Path.Combine(folder, "journal.db"), Path.Combine(backup, "journal.db"));

        await using (var node = await RunningNode.StartAsync(folder))
        {
            Assert.Equal(409, await node.SendAsync("POST", "admin/tenants/demo/erase", """{"reason":"asked","preview":true}"""));
            Assert.Equal(404, await node.SendAsync("POST", "admin/tenants/demo/erase", """{"reason":"asked","order":"A1-9","preview":true}"""));
            const string Person = """{"reason":"asked","person":"anna.svensson@shop.example","preview":PREVIEW}""";
            var preview = await node.PostAsync("admin/tenants/demo/erase", Person.Replace("PREVIEW", "true", StringComparison.Ordinal));
            Assert.Equal(["demo/order/A1-1", "demo/order/A1-3"], preview["orders"]!.AsArray().Select(id => (string?)id));
            Assert.Equal(2, (int)preview["keys"]!);

            var done = await node.PostAsync("admin/tenants/demo/erase", Person.Replace("PREVIEW", "false", StringComparison.Ordinal));
            Assert.Equal(2, (int)done["keys"]!);
            var again = await node.PostAsync("admin/tenants/demo/erase", Person.Replace("PREVIEW", "false", StringComparison.Ordinal));
            Assert.Equal(0, (int)again["keys"]!);
            Assert.DoesNotContain("anna", (await node.GetAsync("admin/tenants/demo"))!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal((false, true, false), (await IsReadableAsync("A1-1"), await IsReadableAsync("A1-2"), await IsReadableAsync("A1-3")));
        foreach (var file in Directory.EnumerateFiles(folder, "journal.db*"))
        {
            File.Delete(file);
        }

        File.Copy(Path.Combine(backup, "journal.db"), Path.Combine(folder, "journal.db"));
        Assert.True(await IsReadableAsync("A1-1"));
        await (await RunningNode.StartAsync(folder)).DisposeAsync();
        Assert.Equal((false, true, false), (await IsReadableAsync("A1-1"), await IsReadableAsync("A1-2"), await IsReadableAsync("A1-3")));
    }

    private async Task PlaceAsync(string externalNo, string email)
    {
        var address = new PostalAddress("Anna Svensson", null, "Storgatan 1", null, "11122", "Stockholm", "SE");
        var buyer = new Buyer(null, "Anna", "Svensson", null, email, null, null, address, null, null, ImmutableSortedDictionary<string, string>.Empty);
        var order = new ShopOrder(
            externalNo, externalNo, At, At, "SEK", "sv", [], null, new ShopPayment("1", "Invoice", "invoice", null, 0m, 0m, 25m, false, []), [], 0m, false, false, null);
        var id = $"demo/order/{externalNo}";
        var keys = TenantKeyFile.Open(Path.Combine(folder, "keys.json"), journalHasKeys: true, System.Security.Cryptography.RandomNumberGenerator.Fill);
        var made = new PersonalKeys();
        var received = DomainCatalogue.Codec(keys, System.Security.Cryptography.RandomNumberGenerator.Fill)
            .Encode(new OrderEvent.Received("main", externalNo, order, new Personal<Buyer>(id, buyer), At), At, made);
        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder, "journal.db") });
        await store.CommitAsync([new AppendRequest(id, 0, "test", [received], NewKeys: made.TakeNew())], limit.Token);
    }

    private async Task<bool> IsReadableAsync(string externalNo)
    {
        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder, "journal.db") });
        return (await store.LoadKeysAsync($"demo/order/{externalNo}", limit.Token)).Count > 0;
    }

    private async Task GoneAsync()
    {
        await Until.TrueAsync(
            async () =>
            {
                output.GetStringBuilder().Clear();
                await RunAsync("journal streams demo/ --json");
                var events = await RunEventsAsync();
                return JsonNode.Parse(output.ToString())!.AsArray().Count == 0 && events.Contains("registry.tenant-deleted", StringComparison.Ordinal);
            },
            "the tenant's streams are gone and the registry says so");
        var keys = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "keys.json"), limit.Token))!["tenants"]!.AsObject();
        Assert.True(keys.ContainsKey("demo"));
        Assert.Null(keys["demo"]);
    }

    private async Task<string> RunEventsAsync()
    {
        var told = new StringWriter();
        await RunAsync("journal events _installation/registry/tenants", told);
        return told.ToString();
    }

    private static IEnumerable<string?> Ids(JsonNode retry) => retry["rows"]!.AsArray().Select(row => (string?)row!["persistenceId"]);

    private static AppendRequest Parked(string number, string code)
    {
        var codec = DomainCatalogue.Codec(new MasterKeys(bytes => bytes.Fill(1)), bytes => bytes.Fill(1));
        var keys = new PersonalKeys();
        object[] events =
        [
            new ArticleEvent.EnsureOpened(new ErpArticleDraft(number, "Thing", 10m, 25m), At),
            new ArticleEvent.EnsureRefused(new Parking(code, "The ERP says no.", "Mend it there.", FailureClass.Refused), At.AddYears(50), At),
        ];
        return new AppendRequest(
            $"demo/article/{number}", 0, "test", [.. events.Select(e => codec.Encode(e, At, keys))],
            [new AgendaEntry("intent", At.AddYears(50))], [new LookupEntry("parked", "yes"), new LookupEntry("code", code)]);
    }

    private Task<int> RunAsync(string line, StringWriter? told = null) => HostCommandLine.RunAsync(
        $"{line} --data {folder}".Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new HostEnvironment(told ?? output, TextWriter.Null, _ => null, TimeProvider.System, EngineNode.OpenAsync, JournalTool.OpenAsync, limit.Token));
}
