using System.Text.Json;
using SpecterActors.Connectors.Abicart.Articles;
using SpecterActors.Connectors.Abicart.Client;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Abicart;

/// <content>Reading lists page by page.</content>
internal sealed partial class AbicartShopConnector
{
    /// <summary>More variants than any article has; beyond it the reading of one article stops.</summary>
    private const int VariantPagesMax = 200;

    /// <summary>More delivery or payment methods than any shop has.</summary>
    private const int MethodsMax = 10_000;

    private async Task<Outcome<Page<JsonElement>>> ReadPageAsync(
        string className, string query, Action<Utf8JsonWriter>? filters, string? pageToken, CallOptions call, CancellationToken cancellationToken)
    {
        if (PageToken.Parse(pageToken) is not { } token)
        {
            return new Outcome<Page<JsonElement>>.Refused("page-token-unreadable", "the page token is not one of this connector; read from the start");
        }

        var body = RpcBody.List(className, query, filters, options.PageSize, token.Offset);
        var answer = await client.ReadAsync($"{className}.list", body, call, cancellationToken);
        return Read(answer, list => PageOf(list, token));
    }

    private Page<JsonElement> PageOf(WireValue list, PageToken token)
    {
        var elements = list.Elements();
        var step = token.After([.. elements.Select(e => e["uid"].UidNumber())]);
        if (step.Moved)
        {
            AbicartLog.ListMoved(logger, options.Webshop, step.Next!.Offset);
        }

        return new Page<JsonElement>([.. elements.Skip(step.Skip).Select(e => e.Element)], step.Next?.ToString());
    }

    /// <summary>An article as its variants, or as itself when it has none. One that cannot be read is left out, with a warning in the log.</summary>
    private async Task<Outcome<IReadOnlyList<ShopArticle>>> ReadArticleAsync(WireValue value, CallOptions call, CancellationToken cancellationToken)
    {
        ShopArticle main;
        IReadOnlyList<ShopArticle>? variants;
        try
        {
            main = ArticleReader.Read(value, options);
            variants = ArticleReader.InlineVariants(value, main);
        }
        catch (WireException unreadable)
        {
            AbicartLog.UnreadableArticle(logger, options.Webshop, value["uid"].IsNumber ? value["uid"].Text() : "", unreadable.Message);
            return new Outcome<IReadOnlyList<ShopArticle>>.Done([]);
        }

        if (variants is null)
        {
            return (await ReadVariantsAsync(main, call, cancellationToken)).Select<IReadOnlyList<ShopArticle>>(v => v.Count == 0 ? [main] : v);
        }

        return new Outcome<IReadOnlyList<ShopArticle>>.Done(variants.Count == 0 ? [main] : variants);
    }

    private async Task<Outcome<IReadOnlyList<ShopArticle>>> ReadVariantsAsync(ShopArticle main, CallOptions call, CancellationToken cancellationToken)
    {
        var variants = new List<ShopArticle>();
        string? token = null;
        for (var pages = 0; pages < VariantPagesMax; pages++)
        {
            var answer = await ReadPageAsync(
                "ArticleVariant",
                ArticleReader.VariantQuery,
                writer =>
                {
                    writer.WritePropertyName("/article");
                    RpcBody.WriteUid(writer, main.Ref.ArticleUid);
                },
                token,
                call,
                cancellationToken);
            if (answer is not Outcome<Page<JsonElement>>.Done { Value: var page })
            {
                return answer.Failed<Page<JsonElement>, IReadOnlyList<ShopArticle>>();
            }

            var read = Understood(() => page.Items.Select(e => new WireValue(e)).Select(v => ArticleReader.Variant(main, v["uid"].Uid(), v)).ToList());
            if (read is not Outcome<List<ShopArticle>>.Done { Value: var some })
            {
                return read.Failed<List<ShopArticle>, IReadOnlyList<ShopArticle>>();
            }

            variants.AddRange(some);
            if ((token = page.NextPageToken) is null)
            {
                break;
            }
        }

        return new Outcome<IReadOnlyList<ShopArticle>>.Done(variants);
    }

    private static Outcome<T> Read<T>(Outcome<JsonElement> answer, Func<WireValue, T> read) => answer is Outcome<JsonElement>.Done done
        ? Understood(() => read(new WireValue(done.Value)))
        : answer.Failed<JsonElement, T>();

    /// <summary>A result of another form than documented is ambiguous, since it may come from a proxy or a half-broken server.</summary>
    private static Outcome<T> Understood<T>(Func<T> read)
    {
        try
        {
            return new Outcome<T>.Done(read());
        }
        catch (WireException unreadable)
        {
            return new Outcome<T>.Ambiguous($"{UnreadableAnswer}: {unreadable.Message}");
        }
    }
}
