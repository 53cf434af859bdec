using System.Text.Json;
using Microsoft.Extensions.Logging;
using SpecterActors.Connectors.Abicart.Articles;
using SpecterActors.Connectors.Abicart.Client;
using SpecterActors.Connectors.Abicart.Orders;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Abicart;

/// <summary>One Abicart shop. Each method is one call through the lane, except those that say otherwise.</summary>
internal sealed partial class AbicartShopConnector(AbicartOptions options, RpcClient client, ILogger logger) : IShopConnector
{
    private const string UnreadableAnswer = "answer-has-another-form";

    /// <summary>Before any shop: an order whose time of placing is at or after this has one (abicart.md section 1.7: carts have none).</summary>
    private static readonly DateTimeOffset Ever = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public string System => "abicart";

    /// <inheritdoc/>
    public async Task<Outcome<Page<ShopOrderRead>>> ReadOrdersAsync(
        DateTimeOffset changedSince, string? pageToken, CallOptions call, CancellationToken cancellationToken)
    {
        void Filters(Utf8JsonWriter writer)
        {
            if (options.ChangedIsFilterable)
            {
                RpcBody.WriteSince(writer, "/changed", changedSince);
                RpcBody.WriteSince(writer, "/ordered", Ever);
            }
            else
            {
                var reach = changedSince - Ever > options.OrderLookback ? changedSince - options.OrderLookback : Ever;
                RpcBody.WriteSince(writer, "/ordered", reach);
            }
        }

        var page = await ReadPageAsync("Order", WireOrder.Query(options), Filters, pageToken, call, cancellationToken);
        return page.Select(p => new Page<ShopOrderRead>([.. p.Items.Where(e => !IsKnown(e, call)).Select(ReadOrder).OfType<ShopOrderRead>()], p.NextPageToken));
    }

    /// <inheritdoc/>
    public async Task<Outcome<Page<ShopOrderRead>>> ReadOrdersPlacedAsync(
        DateTimeOffset from, DateTimeOffset to, string? pageToken, CallOptions call, CancellationToken cancellationToken)
    {
        var page = await ReadPageAsync("Order", WireOrder.Query(options), writer => RpcBody.WriteBetween(writer, "/ordered", from, to), pageToken, call, cancellationToken);
        return page.Select(p => new Page<ShopOrderRead>(
            [.. p.Items.Select(ReadOrder).OfType<ShopOrderRead>().Where(o => o is not ShopOrderRead.Readable r || (r.Order.PlacedAt >= from && r.Order.PlacedAt < to))],
            p.NextPageToken));
    }

    /// <inheritdoc/>
    public async Task<Outcome<ShopOrderRead?>> ReadOrderAsync(string uid, CallOptions call, CancellationToken cancellationToken) =>
        await client.ReadAsync("Order.get", RpcBody.Get("Order", uid, WireOrder.Query(options)), call, cancellationToken) switch
        {
            Outcome<JsonElement>.Done { Value.ValueKind: JsonValueKind.Null } => new Outcome<ShopOrderRead?>.Done(null),
            Outcome<JsonElement>.Refused { Code: RpcAnswer.NotFound } => new Outcome<ShopOrderRead?>.Done(null),
            var answer => answer.Select(ReadOrder),
        };

    /// <inheritdoc/>
    /// <remarks>An article whose variants do not come along is asked for them, one further call each.</remarks>
    public async Task<Outcome<Page<ShopArticle>>> ReadArticlesAsync(
        DateTimeOffset changedSince, string? pageToken, CallOptions call, CancellationToken cancellationToken)
    {
        Action<Utf8JsonWriter>? filters = options.ChangedIsFilterable ? writer => RpcBody.WriteSince(writer, "/changed", changedSince) : null;
        var query = options.InlineVariants ? ArticleReader.Query : ArticleReader.QueryWithoutVariants;
        var answer = await ReadPageAsync("Article", query, filters, pageToken, call, cancellationToken);
        if (answer is not Outcome<Page<JsonElement>>.Done { Value: var page })
        {
            return answer.Failed<Page<JsonElement>, Page<ShopArticle>>();
        }

        var articles = new List<ShopArticle>();
        var unreadable = 0;
        foreach (var element in page.Items.Where(e => !IsKnown(e, call)))
        {
            switch (await ReadArticleAsync(new WireValue(element), call, cancellationToken))
            {
                case Outcome<IReadOnlyList<ShopArticle>>.Done done:
                    articles.AddRange(done.Value);
                    unreadable += done.Value.Count == 0 ? 1 : 0;
                    break;
                case var failed:
                    return failed.Failed<IReadOnlyList<ShopArticle>, Page<ShopArticle>>();
            }
        }

        return new Outcome<Page<ShopArticle>>.Done(new Page<ShopArticle>(articles, page.NextPageToken) { Unreadable = unreadable });
    }

    /// <inheritdoc/>
    public async Task<Outcome<Page<ShopCustomerRead>>> ReadCustomersAsync(
        DateTimeOffset changedSince, string? pageToken, CallOptions call, CancellationToken cancellationToken)
    {
        Action<Utf8JsonWriter>? filters = options.ChangedIsFilterable ? writer => RpcBody.WriteSince(writer, "/changed", changedSince) : null;
        var page = await ReadPageAsync("Customer", CustomerReader.Query, filters, pageToken, call, cancellationToken);
        return page.Select(p => new Page<ShopCustomerRead>([.. p.Items.Select(ReadCustomer).OfType<ShopCustomerRead>()], p.NextPageToken));
    }

    /// <inheritdoc/>
    public async Task<Outcome<ShopStock>> ReadStockAsync(ShopArticleRef article, CallOptions call, CancellationToken cancellationToken)
    {
        var (className, uid) = Addressed(article);
        var answer = await client.ReadAsync($"{className}.get", RpcBody.Get(className, uid, """{"stock":true,"articleNumber":true}"""), call, cancellationToken);
        return Read(answer, value => new ShopStock(ArticleReader.Stock(value["stock"]), value["articleNumber"].ExactText()));
    }

    /// <inheritdoc/>
    public async Task<Outcome<Unit>> WriteStockAsync(ShopArticleRef article, decimal stock, CallOptions call, CancellationToken cancellationToken)
    {
        var (className, uid) = Addressed(article);
        var body = RpcBody.Set(className, uid, writer =>
        {
            // A plain article's stock is an object, a variant's a number (abicart.md section 1.8).
            if (article.VariantUid is null)
            {
                writer.WriteStartObject("stock");
                writer.WriteNumber("stock", stock);
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteNumber("stock", stock);
            }
        });
        return (await client.WriteAsync($"{className}.set", body, call, cancellationToken)).Select(_ => Unit.Value);
    }

    /// <inheritdoc/>
    public Task<Outcome<Unit>> WriteOrderNumberAsync(string orderUid, string erpOrderNo, CallOptions call, CancellationToken cancellationToken) =>
        SetOrderAsync(orderUid, writer => writer.WriteString("externalOrderNumber", erpOrderNo), call, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>One call; a second one before it when tags or the note are written, since both are set whole.</remarks>
    public async Task<Outcome<Unit>> WriteOrderStatusAsync(string orderUid, ShopStatusWrite write, CallOptions call, CancellationToken cancellationToken)
    {
        var patch = new StatusPatch(write, options);
        if (!patch.NeedsReading)
        {
            return patch.Over(null) is { } plain ? await SetOrderAsync(orderUid, plain, call, cancellationToken) : new Outcome<Unit>.Done(Unit.Value);
        }

        var answer = await client.ReadAsync("Order.get", RpcBody.Get("Order", orderUid, StatusPatch.Query), call, cancellationToken);
        return Read(answer, order => new Patched(patch.Over(order))) switch
        {
            Outcome<Patched>.Done { Value.Members: { } members } => await SetOrderAsync(orderUid, members, call, cancellationToken),
            Outcome<Patched>.Done => new Outcome<Unit>.Done(Unit.Value),
            var failed => failed.Failed<Patched, Unit>(),
        };
    }

    private sealed record Patched(Action<Utf8JsonWriter>? Members);

    private async Task<Outcome<Unit>> SetOrderAsync(
        string uid, Action<Utf8JsonWriter> patch, CallOptions call, CancellationToken cancellationToken) =>
        (await client.WriteAsync("Order.set", RpcBody.Set("Order", uid, patch), call, cancellationToken)).Select(_ => Unit.Value);

    private ShopCustomerRead? ReadCustomer(JsonElement element)
    {
        try
        {
            return CustomerReader.Read(new WireValue(element), options);
        }
        catch (WireException unreadable)
        {
            AbicartLog.UnreadableCustomer(logger, options.Webshop, unreadable.Message);
            return null;
        }
    }

    private ShopOrderRead? ReadOrder(JsonElement element)
    {
        var read = OrderReader.Read(element, options);
        if (read is ShopOrderRead.Unreadable unreadable)
        {
            AbicartLog.UnreadableOrder(logger, options.Webshop, unreadable.Uid, unreadable.Reason);
        }

        return read;
    }

    private static bool IsKnown(JsonElement element, CallOptions call)
    {
        if (call.Knows is not { } knows)
        {
            return false;
        }

        try
        {
            var row = new WireValue(element);
            return row["uid"].UidOrNull() is { } uid && row["changed"].Time() is { } changed && knows(uid, changed)
                && row["variants"].Elements().Count == 0 && row["choices"].Elements().Count == 0;
        }
        catch (WireException)
        {
            // Whoever reads it says what is the matter.
            return false;
        }
    }

    private static (string ClassName, string Uid) Addressed(ShopArticleRef article) =>
        article.VariantUid is { } variant ? ("ArticleVariant", variant) : ("Article", article.ArticleUid);
}
