using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace SpecterActors.Cluster.Tests;

/// <summary>The database that all nodes depend on goes away under load and comes back.</summary>
public sealed class DatabaseLossTests
{
    private static readonly string[] Tenants = ["alpha", "beta"];
    private static readonly TimeSpan Away = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SeenMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BackMax = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan InStepMax = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Nodes_say_that_the_journal_is_lost_and_go_on_by_themselves_when_it_is_back()
    {
        await using var installation = new Installation();
        var (one, two) = (await installation.StartAsync("one"), await installation.StartAsync("two"));
        await installation.SettledAsync(one, TimeSpan.FromSeconds(60));
        await using var traffic = await AllTraffic.StartAsync(installation, Tenants, orders: 18, TimeSpan.FromSeconds(25));
        await traffic.UntilAsync(t => t.Report is { OrdersInErp: >= 2 }, TimeSpan.FromSeconds(90), "no tenant had orders in the ERP");

        installation.KillDatabase();
        foreach (var node in new[] { one, two })
        {
            await Until.TrueAsync(async () => await installation.ReadyAsync(node) == (503, "journal-unavailable"), SeenMax, () => $"{node.Name} does not say that the journal is lost\n{installation.Story()}");
            Assert.Equal(200, (await installation.SendAsync(HttpMethod.Get, "health/live", node: node)).Status);
            Assert.Equal(200, (await installation.SendAsync(HttpMethod.Get, "admin/nodes", node: node)).Status);
        }

        var began = TimeProvider.System.GetTimestamp();
        await EverybodySaysSoAsync(installation, one);
        await Task.Delay(Away - TimeProvider.System.GetElapsedTime(began) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken);
        installation.StartDatabase();
        var back = TimeSpan.Zero;
        foreach (var node in new[] { one, two })
        {
            back += await Until.TrueAsync(async () => await installation.ReadyAsync(node) == (200, null), BackMax, () => $"{node.Name} is not ready again\n{installation.Story()}");
        }

        Assert.All(new[] { one, two }, node => Assert.True(node.IsRunning, node.Printed));
        // What was asked for meanwhile may have been done since; from now on it surely is.
        await Until.TrueAsync(async () => (await ResumeAsync(installation)).Status == 200, BackMax, () => $"{Tenants[0]} cannot be resumed\n{installation.Story()}");
        await traffic.UntilInStepAsync(InStepMax);
        await JournalChecks.AllStreamsAreWholeAsync(installation);
        JournalChecks.EveryStreamRebuilds(installation);
        Console.WriteLine($"database away: both nodes were ready again {back.TotalSeconds:0.0} s after it was back");
    }

    /// <summary>Reads and actions are answered with cause and remedy; none is acknowledged.</summary>
    private static async Task EverybodySaysSoAsync(Installation installation, NodeProcess asked)
    {
        var health = (await installation.SendAsync(HttpMethod.Get, "admin/health", node: asked)).Body!["nodes"]!.AsArray();
        Assert.Equal(2, health.Count);
        Assert.All(health, node => Assert.Equal("journal-unavailable", (string?)node!["code"]));
        Assert.All(health, node => Assert.NotEmpty((string?)node!["remedy"] ?? ""));
        var (status, problem, _) = await installation.SendAsync(HttpMethod.Post, $"admin/tenants/{Tenants[0]}/pause", new JsonObject { ["reason"] = "Asked without a journal." }, asked);
        Assert.True(status is 409 or 503 or 504, $"an action without a journal was answered with {status}");
        Assert.NotEmpty((string?)problem!["remedy"] ?? "");
    }

    private static Task<(int Status, JsonNode? Body, HttpResponseHeaders Headers)> ResumeAsync(Installation installation) =>
        installation.SendAsync(HttpMethod.Post, $"admin/tenants/{Tenants[0]}/resume", new JsonObject { ["reason"] = "The journal is back." });
}
