using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SpecterActors.Domain;
using SpecterActors.Host.Admin;
using SpecterActors.Journal;
using SpecterActors.Placement;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Peers;

namespace SpecterActors.Host.Cluster;

/// <summary>
/// What engines ask of each other, over HTTP: each call goes to the node that owns the matter, which may be this one. Every call may be
/// repeated, so one that is lost is sent again within bounded time.
/// </summary>
internal sealed class RemotePeers(EngineSlot slot, TimeProvider time) : IPeerEngine
{
    /// <summary>What belongs to no tenant, for the directory.</summary>
    public const string Installation = "_installation";

    private static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DeletionMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<AdminResult> RegisterAsync(string tenant, ImmutableSortedSet<string> accounts, CancellationToken cancellationToken) =>
        AskAsync(Installation, "register", new PeerCall(tenant, [.. accounts]), peer => peer.RegisterAsync(tenant, accounts, cancellationToken), AnswerMax, cancellationToken);

    public Task<AdminResult> UnregisterAsync(string tenant, Operator by, CancellationToken cancellationToken) =>
        AskAsync(Installation, "unregister", new PeerCall(tenant, [], by.Name, by.Reason), peer => peer.UnregisterAsync(tenant, by, cancellationToken), AnswerMax, cancellationToken);

    public Task DeleteTenantAsync(string tenant, CancellationToken cancellationToken) => AskAsync(
        tenant,
        "delete-tenant",
        new PeerCall(tenant, []),
        async peer =>
        {
            await peer.DeleteTenantAsync(tenant, cancellationToken);
            return AdminResult.Done;
        },
        DeletionMax,
        cancellationToken);

    private async Task<AdminResult> AskAsync(
        string owned, string action, PeerCall call, Func<IPeerEngine, Task<AdminResult>> here, TimeSpan answerMax, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var why = "no node owns it now";
        while (true)
        {
            switch (slot.Nodes is { } nodes ? Place.Of(nodes, owned) : new Place.Nowhere())
            {
                case Place.Here:
                    if (await here(slot.Engine.Peer) is { Moved: false } done)
                    {
                        return done;
                    }

                    why = "it is on its way from this node to another";
                    break;
                case Place.There there:
                    var (result, problem) = await SendAsync(there, action, call, answerMax, cancellationToken);
                    if (result is not null)
                    {
                        return result;
                    }

                    why = problem;
                    break;
                case Place.Nowhere:
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }

            if (time.GetElapsedTime(began) >= MovingMax)
            {
                throw new JournalUnavailableException($"{action} of {call.Tenant} could not be passed on: {why}.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<(AdminResult? Result, string Problem)> SendAsync(
        Place.There there, string action, PeerCall call, TimeSpan answerMax, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(answerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = slot.Peers!.Request(HttpMethod.Post, there.Address, $"/nodes/{action}");
            request.Content = JsonContent.Create(call, options: Json);
            using var answer = await slot.Peers.SendAsync(request, either.Token);
            return answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadFromJsonAsync<PeerAnswer>(Json, either.Token) is { Result: { Moved: false } told }
                ? (told, "")
                : (null, $"node {there.Node} answered {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is PeerException or JsonException or HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, $"node {there.Node} gave no answer");
        }
    }
}

/// <summary>Body of what one engine asks of another.</summary>
internal sealed record PeerCall(string Tenant, IReadOnlyList<string> Accounts, string By = "", string Reason = "");

/// <summary>What it answers.</summary>
internal sealed record PeerAnswer(bool Ok, bool NotFound, string? Code, string? Message, string? Remedy)
{
    public AdminResult Result => new(Ok, NotFound, Code is null ? null : new Refusal(Code, Message ?? "", Remedy ?? ""));

    public static PeerAnswer Of(AdminResult result) =>
        new(result.Ok, result.NotFound, result.Refusal?.Code, result.Refusal?.Message, result.Refusal?.Remedy);
}
