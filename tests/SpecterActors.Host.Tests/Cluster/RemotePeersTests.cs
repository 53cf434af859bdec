using System.Net.Http.Headers;
using SpecterActors.Domain;
using SpecterActors.Host.Cluster;
using SpecterActors.Journal;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Tests.Cluster;

/// <summary>What engines ask of each other finds the node that owns the matter.</summary>
public sealed class RemotePeersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_of_tenants_is_kept_by_the_owner_of_the_installation_whoever_asks()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.Owners[RemotePeers.Installation] = "a";
        nodes.A.Engine.Answer = AdminResult.No(new Refusal("account-taken", "Account 1 belongs to another tenant.", "Use that one."));

        var far = await new RemotePeers(nodes.B.Slot, TimeProvider.System).RegisterAsync("demo", ["shop|1", "erp|1"], Stop);
        var near = await new RemotePeers(nodes.A.Slot, TimeProvider.System).UnregisterAsync("demo", new Operator("eva", "over"), Stop);

        Assert.Equal((false, false, nodes.A.Engine.Answer.Refusal), (far.Ok, far.NotFound, far.Refusal));
        Assert.Equal(far, near);
        Assert.Equal(["register demo erp|1 shop|1", "unregister demo (eva: over)"], nodes.A.Engine.Told);
        Assert.Empty(nodes.B.Engine.Told);
    }

    [Fact]
    public async Task A_tenant_is_deleted_by_its_owner_and_a_failure_there_is_one_here()
    {
        await using var nodes = await TwoNodes.StartAsync();
        var peers = new RemotePeers(nodes.A.Slot, TimeProvider.System);

        await peers.DeleteTenantAsync("demo", Stop);
        nodes.B.Engine.Throws = new JournalUnavailableException("gone");
        await Assert.ThrowsAsync<JournalUnavailableException>(() => peers.DeleteTenantAsync("demo", Stop));

        Assert.Contains("delete demo", nodes.B.Engine.Told);
        Assert.Empty(nodes.A.Engine.Told);
    }

    [Fact]
    public async Task Only_nodes_may_use_the_addresses_of_nodes_and_only_for_what_is_owned_there()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.Owners[RemotePeers.Installation] = "b";

        var (admin, problem, _) = await nodes.A.SendAsync("POST", "/nodes/register", """{"tenant":"demo","accounts":[]}""");
        var (nobody, _, _) = await nodes.A.SendAsync("POST", "/nodes/register", """{"tenant":"demo","accounts":[]}""", token: "");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes.A.Http.BaseAddress!, "/nodes/register"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Node", TwoNodes.Secret);
        request.Content = new StringContent("""{"tenant":"demo","accounts":[]}""", System.Text.Encoding.UTF8, "application/json");
        using var other = await nodes.A.Http.SendAsync(request, Stop);

        Assert.Equal((403, "nodes-only", 401, 421), (admin, (string?)problem!["code"], nobody, (int)other.StatusCode));
        Assert.Empty(nodes.A.Engine.Told);
    }
}
