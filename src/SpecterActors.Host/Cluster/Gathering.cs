using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using SpecterActors.Host.Admin;
using SpecterActors.Placement;

namespace SpecterActors.Host.Cluster;

/// <summary>
/// Answers that concern all tenants: every node tells its part, within bounded time. Nodes that did not are named in the header
/// <see cref="PeerClient.Unanswered"/>; without that header the answer is whole.
/// </summary>
internal sealed class Gathering(EngineSlot slot, TimeProvider time)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The rows of all nodes, each with the <c>node</c> that told it, in the order of <paramref name="key"/>, at most
    /// <paramref name="max"/>. <paramref name="own"/> are this node's, of which only those of tenants that it runs count
    /// (<paramref name="tenantOf"/>). One node alone answers its rows as they are.
    /// </summary>
    public async Task<IResult> RowsAsync<T>(
        HttpContext context, Func<Task<IReadOnlyList<T>>> own, Func<T, string> tenantOf, Func<JsonNode, string> key, bool descending = false, int max = int.MaxValue)
        where T : class
    {
        if (slot.Nodes is not { } nodes || slot.Peers is null)
        {
            return Results.Ok((await own()).Take(max));
        }

        var others = PartsAsync(context, context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var rows = (await own()).Where(row => Place.Of(nodes, tenantOf(row)) is Place.Here).Select(row => Marked(row, nodes.SelfId, json)).ToList();
        foreach (var (_, part) in await others)
        {
            rows.AddRange(part is JsonArray array ? array.Select(row => row!.DeepClone()) : []);
        }

        var sorted = descending ? rows.OrderByDescending(key, StringComparer.Ordinal) : rows.OrderBy(key, StringComparer.Ordinal);
        return Results.Ok(new JsonArray([.. sorted.Take(max)]));
    }

    /// <summary>
    /// What each other node answers to the same request, null for one that did not; those are named in the answer's header, too. Nobody is
    /// asked when another node asks.
    /// </summary>
    public async Task<IReadOnlyList<(string Node, JsonNode? Answer)>> PartsAsync(HttpContext context, string pathAndQuery)
    {
        if (slot.Nodes is not { } nodes || slot.Peers is not { } peers || context.Request.Headers.ContainsKey(PeerClient.ForwardedBy))
        {
            return [];
        }

        // One that is silent is not waited for; when others have taken what it had, nothing of its part is missing.
        var others = Place.Others(nodes).Where(node => node.Stage != NodeStage.Silent || node.Shards > 0).ToList();
        var parts = await Task.WhenAll(others.Select(async node =>
            (Node: node.Id, Answer: node.Stage == NodeStage.Silent ? null : await AskAsync(peers, node.Address!, pathAndQuery, context.RequestAborted))));
        var silent = parts.Where(part => part.Answer is null).Select(part => part.Node).ToList();
        if (silent.Count > 0)
        {
            context.Response.Headers[PeerClient.Unanswered] = string.Join(", ", silent);
        }

        return parts;
    }

    private static JsonNode Marked<T>(T row, string node, JsonSerializerOptions json)
    {
        var marked = JsonSerializer.SerializeToNode(row, json)!;
        marked["node"] = node;
        return marked;
    }

    private async Task<JsonNode?> AskAsync(PeerClient peers, Uri address, string pathAndQuery, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = peers.Request(HttpMethod.Get, address, pathAndQuery);
            using var answer = await peers.SendAsync(request, either.Token);
            return answer.IsSuccessStatusCode
                ? await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(either.Token), cancellationToken: either.Token)
                : null;
        }
        catch (Exception e) when (e is PeerException or JsonException or HttpRequestException or IOException || (e is OperationCanceledException && limit.IsCancellationRequested))
        {
            return null;
        }
    }
}
