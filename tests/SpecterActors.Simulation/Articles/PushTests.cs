using SpecterActors.Domain.Articles;
using SpecterActors.Journal.InMemory;
using SpecterActors.Sandbox;
using SpecterActors.Simulation.Life;
using Xunit;

namespace SpecterActors.Simulation.Articles;

/// <summary>Stock writes that something comes between: what was decided is written or closed, and the next change goes out (guarantee 4).</summary>
public sealed class PushTests
{
    private readonly LifeWorld world = new();

    [Fact]
    public void A_number_that_changes_while_a_write_asks_for_its_value_leaves_no_write_open()
    {
        var round = new HeldRound(world);
        world.Specter.ChangeStock("A1", 5m);
        world.Until(() => round.Waits, "a write that waits for its order round");
        var asked = false;
        world.Disk = call =>
        {
            if (asked || !call.Holds("article.renumbered:1"))
            {
                return new StoreFault.None();
            }

            // While the new number is being stored, the write that looked under the old one comes to ask.
            asked = true;
            round.Open();
            return new StoreFault.Delay(TimeSpan.FromSeconds(25), TimeSpan.Zero);
        };
        world.Abicart.Life.RenameArticle(world.InShop("A1").Uid, "A1-NY");
        world.Until(() => asked, "the article under its new number");
        world.Rest();
        Assert.Equal(55m, world.InShop("A1").Stock);

        world.Specter.ChangeStock("A1", 2m);
        world.Rest();
        Assert.Equal(57m, world.InShop("A1").Stock);
        Assert.Null(Main().PushOpen);
    }

    [Fact]
    public void A_write_whose_value_could_not_be_stored_in_time_leaves_no_write_open()
    {
        var hung = 0;
        world.Disk = call => call.Holds("article.push-started:1") && hung++ == 0 ? new StoreFault.Delay(TimeSpan.FromSeconds(45), TimeSpan.Zero) : new StoreFault.None();
        world.Specter.ChangeStock("A1", 5m);
        world.Rest();
        Assert.Equal(55m, world.InShop("A1").Stock);

        world.Specter.ChangeStock("A1", 2m);
        world.Rest();
        Assert.Equal(57m, world.InShop("A1").Stock);
        Assert.Null(Main().PushOpen);
        Assert.True(hung > 1, "nothing was written twice");
    }

    [Fact]
    public void The_stock_of_an_article_that_was_deleted_in_the_shop_is_asked_for_seldom_and_shown_until_a_comparison_has_found_it()
    {
        world.Abicart.Life.DeleteArticle(world.InShop("A1").Uid);
        var looks = 0;
        world.Network.Tamper = (asked, answer) =>
        {
            looks += System.Text.Encoding.UTF8.GetString(asked.Body.Span).Contains("\"Article.get\"", StringComparison.Ordinal) ? 1 : 0;
            return answer;
        };
        world.Specter.ChangeStock("A1", 5m);
        world.Pass(TimeSpan.FromMinutes(20));
        Assert.InRange(looks, 2, 5);
        var parked = Assert.Single(world.Parked());
        Assert.Equal(("abicart-9003", true), (parked.Code, parked.Remedy.Contains("comparison of both sides", StringComparison.Ordinal)));

        world.Must(a => a.ReconcileAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Until(() => world.Parked().Count == 0, "the deleted article found");
        world.Rest();
        Assert.False(world.Article("A1").Listings.ContainsKey("main"));
        Assert.Contains("main", world.Article("A1").Gone);
    }

    private ShopListing Main() => world.Article("A1").Listings["main"];

    /// <summary>The shop does not answer what orders there are, until it is let.</summary>
    private sealed class HeldRound
    {
        private bool open;

        public HeldRound(LifeWorld world)
        {
            world.Network.Tamper = (request, answer) =>
            {
                var text = System.Text.Encoding.UTF8.GetString(request.Body.Span);
                Looked |= text.Contains("Article.get", StringComparison.Ordinal);
                Waits |= Looked && IsOrders(text);
                return IsOrders(text) && !open ? new SandboxResponse(503, "text/plain", Array.Empty<byte>()) : answer;
            };
        }

        public bool Waits { get; private set; }

        private bool Looked { get; set; }

        public void Open() => open = true;

        private static bool IsOrders(string text) => text.Contains("Order.list", StringComparison.Ordinal);
    }
}
