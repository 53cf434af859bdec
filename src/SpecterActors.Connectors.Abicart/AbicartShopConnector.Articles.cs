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
    /// <remarks>A variant's data are those of its article (abicart.md section 1.8).</remarks>
    public async Task<Outcome<ShopArticle?>> ReadArticleAsync(ShopArticleRef article, CallOptions call, CancellationToken cancellationToken) =>
        await client.ReadAsync("Article.get", RpcBody.Get("Article", article.ArticleUid, ArticleReader.QueryWithoutVariants), call, cancellationToken) switch
        {
            Outcome<JsonElement>.Done { Value.ValueKind: JsonValueKind.Null } => new Outcome<ShopArticle?>.Done(null),
            Outcome<JsonElement>.Refused { Code: RpcAnswer.NotFound } => new Outcome<ShopArticle?>.Done(null),
            var answer => Read<ShopArticle?>(answer, value => ArticleReader.Read(value, options)),
        };

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
        if (shown.Ref.VariantUid is not null)
        {
            return new Outcome<Unit>.Refused("abicart-variant-data", "a variant has number and stock of its own; all else is its article's");
        }

        var body = RpcBody.Set("Article", shown.Ref.ArticleUid, writer => ArticleWriter.Write(writer, patch, shown.PricesExcludeVat, options));
        return (await client.WriteAsync("Article.set", body, call, cancellationToken)).Select(_ => Unit.Value);
    }
}
