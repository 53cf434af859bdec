using System.Text;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>A page that comes again, from a proxy or because the list grew before it, is not the end of the list (guarantee 13).</summary>
public sealed class RepeatedPageTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Nothing_is_missed_when_single_pages_come_again(int pageSize)
    {
        var shop = new Shop(o => o with { PageSize = pageSize });
        shop.System.Behaviour = new AbicartSwitches { MaxLimit = 6 };
        var placed = Enumerable.Range(0, 40).Select(_ => shop.Place(shop.Draft(new Sandbox.Abicart.RowDraft(shop.Lamp, null, 1m)))).ToList();
        var requests = 0;
        var connector = Connectors.Over(new Proxy(new SandboxHttpHandler(shop.System), () => ++requests % 3 == 0), shop.Options);
        var read = new List<string>();
        string? token = null;
        for (var pages = 0; pages < 200; pages++)
        {
            var page = (await connector.ReadOrdersAsync(Shop.LongAgo, token, Connectors.Call, TestContext.Current.CancellationToken)).Done();
            read.AddRange(page.Items.OfType<ShopOrderRead.Readable>().Select(r => r.Order.Uid));
            if ((token = page.NextPageToken) is null)
            {
                break;
            }
        }

        Assert.Equal(placed.Select(p => $"{p}"), read);
    }

    [Fact]
    public async Task A_shop_that_repeats_itself_for_ever_is_no_answer()
    {
        var shop = new Shop(o => o with { PageSize = 5 });
        for (var i = 0; i < 12; i++)
        {
            shop.Place(shop.Draft(new Sandbox.Abicart.RowDraft(shop.Lamp, null, 1m)));
        }

        var connector = Connectors.Over(new Proxy(new SandboxHttpHandler(shop.System), () => true), shop.Options);
        string? token = null;
        for (var pages = 0; pages < 40; pages++)
        {
            var outcome = await connector.ReadOrdersAsync(Shop.LongAgo, token, Connectors.Call, TestContext.Current.CancellationToken);
            if (outcome is Outcome<Page<ShopOrderRead>>.Ambiguous { Reason: var reason })
            {
                Assert.Contains("does not go on", reason, StringComparison.Ordinal);
                return;
            }

            token = outcome.Done().NextPageToken;
            Assert.NotNull(token);
        }

        Assert.Fail("the same page was taken again and again");
    }

    /// <summary>Answers a request for a later page with the first, when it likes to.</summary>
    private sealed class Proxy(HttpMessageHandler shop, Func<bool> repeats) : DelegatingHandler(shop)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = await SandboxHttpHandler.ToSandboxAsync(request, cancellationToken);
            if (RepeatedPages.IsLater(asked) && repeats())
            {
                request.Content = new StringContent(Encoding.UTF8.GetString(RepeatedPages.First(asked).Body.Span), Encoding.UTF8, "application/json");
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
