using System.Text.Json;
using SpecterActors.Connectors.Abicart.Articles;
using SpecterActors.Connectors.Abicart.Client;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Abicart;

/// <content>Data of single articles.</content>
internal sealed partial class AbicartShopConnector
{
    /// <inheritdoc/>
    /// <remarks>
    /// A variant has number and stock of its own and all else from its article (abicart.md section 1.8): it is read with its article, and by
    /// further calls where the variants do not come along.
    /// </remarks>
    public async Task<Outcome<ShopArticle?>> ReadArticleAsync(ShopArticleRef article, CallOptions call, CancellationToken cancellationToken)
    {
        var query = article.VariantUid is not null && options.InlineVariants ? ArticleReader.Query : ArticleReader.QueryWithoutVariants;
        return await client.ReadAsync("Article.get", RpcBody.Get("Article", article.ArticleUid, query), call, cancellationToken) switch
        {
            Outcome<JsonElement>.Done { Value.ValueKind: JsonValueKind.Null } => new Outcome<ShopArticle?>.Done(null),
            Outcome<JsonElement>.Refused { Code: RpcAnswer.NotFound } => new Outcome<ShopArticle?>.Done(null),
            Outcome<JsonElement>.Done { Value: var value } when article.VariantUid is not null => await ReadVariantAsync(new WireValue(value), article, call, cancellationToken),
            var answer => Read<ShopArticle?>(answer, value => ArticleReader.Read(value, options)),
        };
    }

    /// <summary>One variant of the article; null when the article has no such variant.</summary>
    private async Task<Outcome<ShopArticle?>> ReadVariantAsync(WireValue value, ShopArticleRef wanted, CallOptions call, CancellationToken cancellationToken)
    {
        var read = Understood(() => ArticleReader.Read(value, options) is var article ? (Article: article, Variants: ArticleReader.InlineVariants(value, article)) : default);
        if (read is not Outcome<(ShopArticle Article, IReadOnlyList<ShopArticle>? Variants)>.Done { Value: var (main, variants) })
        {
            return read.Failed<(ShopArticle, IReadOnlyList<ShopArticle>?), ShopArticle?>();
        }

        return variants is null
            ? (await ReadVariantsAsync(main, call, cancellationToken)).Select(all => all.FirstOrDefault(v => v.Ref == wanted))
            : new Outcome<ShopArticle?>.Done(variants.FirstOrDefault(v => v.Ref == wanted));
    }

    /// <inheritdoc/>
    /// <remarks>The filter stands by itself, without limit and offset (abicart.md section 1.5).</remarks>
    public async Task<Outcome<long>> CountArticlesAsync(CallOptions call, CancellationToken cancellationToken) =>
        Read(await client.ReadAsync("Article.count", RpcBody.Count("Article"), call, cancellationToken), count => (long)count.RequiredNumber());

    /// <inheritdoc/>
    public async Task<Outcome<bool>> HasArticleAsync(ShopArticleRef article, CallOptions call, CancellationToken cancellationToken)
    {
        var (className, uid) = Addressed(article);
        return await client.ReadAsync($"{className}.get", RpcBody.Get(className, uid, """{"uid":true}"""), call, cancellationToken) switch
        {
            Outcome<JsonElement>.Done { Value.ValueKind: JsonValueKind.Null } => new Outcome<bool>.Done(false),
            Outcome<JsonElement>.Refused { Code: RpcAnswer.NotFound } => new Outcome<bool>.Done(false),
            var answer => Read(answer, _ => true),
        };
    }

    /// <inheritdoc/>
    public async Task<Outcome<Unit>> WriteArticleAsync(ShopArticle shown, ArticlePatch patch, CallOptions call, CancellationToken cancellationToken)
    {
        if (shown.Ref.VariantUid is { } variant)
        {
            if (patch.Number is { } number && patch with { Number = null } == ArticlePatch.Nothing)
            {
                return (await client.WriteAsync("ArticleVariant.set", RpcBody.Set("ArticleVariant", variant, writer => writer.WriteString("articleNumber", number)), call, cancellationToken)).Select(_ => Unit.Value);
            }

            return new Outcome<Unit>.Refused("abicart-variant-data", "a variant has number and stock of its own; all else is its article's");
        }

        var body = RpcBody.Set("Article", shown.Ref.ArticleUid, writer => ArticleWriter.Write(writer, patch, shown.PricesExcludeVat, options));
        return (await client.WriteAsync("Article.set", body, call, cancellationToken)).Select(_ => Unit.Value);
    }
}
