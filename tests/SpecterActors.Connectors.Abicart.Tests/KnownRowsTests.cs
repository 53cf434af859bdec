using SpecterActors.Sandbox.Abicart;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>Rows that the caller has as they are need not be read; nothing else is left out.</summary>
public sealed class KnownRowsTests
{
    [Fact]
    public async Task An_order_that_the_caller_has_as_it_is_is_left_out_until_it_changes()
    {
        var shop = new Shop();
        var (first, second) = (Place(shop), Place(shop));
        var known = await shop.ReadableAsync(first);
        var call = Connectors.Call with { Knows = (uid, changedAt) => uid == known.Order.Uid && changedAt == known.Order.ChangedAt };
        Assert.Equal([$"{second}"], await UidsAsync(shop, call));

        shop.Time.Now += TimeSpan.FromSeconds(1);
        Assert.IsType<Outcome<Unit>.Done>(await shop.Connector.WriteOrderNumberAsync(known.Order.Uid, "1", Connectors.Call, TestContext.Current.CancellationToken));
        Assert.Equal([$"{first}", $"{second}"], await UidsAsync(shop, call));
    }

    [Fact]
    public async Task Of_articles_that_the_caller_has_only_those_with_variants_are_read()
    {
        var shop = new Shop();
        var all = (await shop.Connector.ReadArticlesAsync(Shop.LongAgo, null, Connectors.Call, TestContext.Current.CancellationToken)).Done();
        var some = (await shop.Connector.ReadArticlesAsync(Shop.LongAgo, null, Connectors.Call with { Knows = (_, _) => true }, TestContext.Current.CancellationToken)).Done();
        Assert.Contains(all.Items, article => article.Ref.VariantUid is null);
        Assert.Equal(all.Items.Where(article => article.Ref.VariantUid is not null), some.Items);
        Assert.Equal(all.NextPageToken, some.NextPageToken);
    }

    private static int Place(Shop shop) => shop.Place(shop.Draft(new RowDraft(shop.Lamp, null, 1m)));

    private static async Task<List<string>> UidsAsync(Shop shop, CallOptions call) =>
        [.. (await shop.Connector.ReadOrdersAsync(Shop.LongAgo, null, call, TestContext.Current.CancellationToken)).Done().Items.OfType<ShopOrderRead.Readable>().Select(r => r.Order.Uid)];
}
