using System.Globalization;
using System.Text.Json;
using SpecterActors.Connectors.Abicart.Articles;
using SpecterActors.Connectors.Abicart.Client;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Abicart;

/// <content>Making articles that the shop does not have.</content>
internal sealed partial class AbicartShopConnector
{
    private const string ArticleUseQuery = """{"uid":true,"articleNumber":true,"hidden":true}""";
    private const string VariantUseQuery = """{"uid":true,"articleNumber":true}""";

    /// <summary>A shop in which so many share a number has other troubles.</summary>
    private const int UsesMax = 10;

    /// <inheritdoc/>
    /// <remarks>
    /// Two calls: articles, then variants, filtered by <c>/articleNumber</c>. That most properties can be filtered on is documented, this one is
    /// not named (abicart.md section 1.5): rows of other numbers show that the filter was not heeded, and then the answer proves nothing.
    /// </remarks>
    public async Task<Outcome<IReadOnlyList<ShopNumberUse>>> FindNumberAsync(string number, CallOptions call, CancellationToken cancellationToken)
    {
        var found = new List<ShopNumberUse>();
        foreach (var (className, query) in (IEnumerable<(string, string)>)[("Article", ArticleUseQuery), ("ArticleVariant", VariantUseQuery)])
        {
            var body = RpcBody.List(className, query, writer => writer.WriteString("/articleNumber", number), Math.Min(UsesMax, options.PageSize), 0);
            var answer = await client.ReadAsync($"{className}.list", body, call, cancellationToken);
            var read = Read(answer, list => list.Elements().Select(e => (Number: e["articleNumber"].ExactText(), Use: new ShopNumberUse(e["uid"].Uid(), !e["hidden"].Flag()))).ToList());
            if (read is not Outcome<List<(string Number, ShopNumberUse Use)>>.Done { Value: var rows })
            {
                return read.Failed<List<(string, ShopNumberUse)>, IReadOnlyList<ShopNumberUse>>();
            }

            // Whether numbers are compared with capitals is not known; another spelling of this number is not another number.
            if (rows.Exists(r => !string.Equals(r.Number, number, StringComparison.OrdinalIgnoreCase)))
            {
                return new Outcome<IReadOnlyList<ShopNumberUse>>.Refused("abicart-number-filter", $"asked for {className} of number {number}, the shop listed others: it cannot be told whether the number is free");
            }

            found.AddRange(rows.Where(r => r.Number == number).Select(r => r.Use));
        }

        return new Outcome<IReadOnlyList<ShopNumberUse>>.Done(found);
    }

    /// <inheritdoc/>
    /// <remarks>A call before it, when a price is to be written: the shop says whether it stores prices with VAT (abicart.md section 1.8).</remarks>
    public async Task<Outcome<string>> CreateArticleAsync(ShopArticleDraft draft, CallOptions call, CancellationToken cancellationToken)
    {
        var uid = options.Webshop.ToString(CultureInfo.InvariantCulture);
        var shop = Read(await client.ReadAsync("Webshop.get", RpcBody.Get("Webshop", uid, """{"priceStoredWithVat":true}"""), call, cancellationToken), value => value["priceStoredWithVat"].Flag());
        if (shop is not Outcome<bool>.Done { Value: var withVat })
        {
            // Nothing has been made by then.
            return shop is Outcome<bool>.Ambiguous unknown ? new Outcome<string>.NotSent(unknown.Reason) : shop.Failed<bool, string>();
        }

        var body = RpcBody.Create("Article", writer =>
        {
            writer.WriteString("articleNumber", draft.Number);
            ArticleWriter.Write(writer, draft.Data, pricesExcludeVat: !withVat, options);
            writer.WriteStartObject("stock");
            writer.WriteNumber("stock", 0);
            writer.WriteEndObject();
            if (draft.Category is { } category)
            {
                // The main group must be in the list, too (abicart.md section 1.8).
                writer.WritePropertyName("articlegroup");
                RpcBody.WriteUid(writer, category);
                writer.WriteStartArray("showInArticlegroups");
                RpcBody.WriteUid(writer, category);
                writer.WriteEndArray();
            }
        });
        return Read(await client.WriteAsync("Article.create", body, call, cancellationToken), value => value["uid"].Uid());
    }
}
