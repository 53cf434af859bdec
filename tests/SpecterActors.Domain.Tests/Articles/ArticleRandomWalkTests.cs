using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Random commands with rising times; after each, what must hold of every article at any time.</summary>
public sealed class ArticleRandomWalkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_comes_the_promises_hold(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 150; run++)
        {
            var walk = new Walk(random);
            for (var step = 0; step < 150; step++)
            {
                walk.Step();
            }
        }
    }

    private sealed class Walk(Random random)
    {
        private static readonly ArticleRules Rules = new(ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty
            .Add("main", new ArticleSyncSettings { ImportFromErp = true, WrongSideEdits = WrongSideEdit.Restore }).Add("other", new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads }));

        private readonly Dictionary<string, (decimal Units, DateTimeOffset? Booked)> held = new(StringComparer.Ordinal);
        private readonly Dictionary<string, DateTimeOffset> gone = new(StringComparer.Ordinal);
        private readonly Dictionary<string, DateTimeOffset> closedUntil = new(StringComparer.Ordinal);
        private ArticleState state = ArticleEvolve.Initial;
        private DateTimeOffset now = Noon;
        private decimal buffer;
        private long newestVersion;
        private long writtenVersion = -1;

        public void Step()
        {
            now += TimeSpan.FromSeconds(random.Next(25));
            if (random.Next(20) == 0)
            {
                buffer = random.Next(3);
            }

            var command = Command() with { Rules = Rules with { Stock = ImmutableSortedDictionary<string, StockTerms>.Empty.Add("main", new StockTerms(true, buffer)) } };
            var before = state;
            var events = ArticleDecider.Decide(state, command) is Decision<ArticleEvent>.Accepted { Events: var accepted } ? accepted : [];
            foreach (var e in events)
            {
                Watch(e, command);
                state = ArticleEvolve.Apply(state, e);
            }

            if (command is not (ArticleCommand.Retry or ArticleCommand.SubmitOutcome or ArticleCommand.Recover or ArticleCommand.ShopWriteOutcome))
            {
                Assert.False(ArticleDecider.Decide(state, command) is Decision<ArticleEvent>.Accepted, $"{command} told twice");
            }

            Check(before);
        }

        private void Watch(ArticleEvent e, ArticleCommand command)
        {
            switch (e)
            {
                case ArticleEvent.UnitsReserved r:
                    Assert.True(!(gone.GetValueOrDefault(r.Order) >= r.At), "a message of before the fall held units again");
                    held[r.Order] = (r.Units, held.GetValueOrDefault(r.Order).Booked);
                    break;
                case ArticleEvent.OrderBooked b:
                    held[b.Order] = (held[b.Order].Units, b.At);
                    break;
                case ArticleEvent.UnitsFell f:
                    var proof = command switch
                    {
                        ArticleCommand.SeeFigure c => c.OpenedAfter,
                        ArticleCommand.PassStockRound c => c.BegunAt - c.Grace,
                        _ => DateTimeOffset.MaxValue,
                    };
                    Assert.True(command is ArticleCommand.ReleaseUnits || held[f.Order].Booked < proof, "units fell without a figure that contains them");
                    Assert.True(held.Remove(f.Order));
                    gone[f.Order] = f.At;
                    break;
                case ArticleEvent.FigureRead f:
                    Assert.True(f.Version >= newestVersion, "an older figure overwrote a newer");
                    newestVersion = f.Version;
                    break;
                case ArticleEvent.PushStarted p:
                    var listing = state.Listings[p.ShopId];
                    Assert.Equal("main", p.ShopId);
                    Assert.True(listing is { PushOpen: null, UnderStockControl: true, DuplicateUid: null }, "a write that must not be");
                    Assert.True(now >= closedUntil.GetValueOrDefault(p.ShopId), "a write before the last one had settled");
                    Assert.True(p.Stock <= Math.Max(0m, state.Available!.Value - held.Values.Sum(h => h.Units) - buffer), "more shown than there is");
                    Assert.True(p.Stock >= 0m && p.Stock == decimal.Truncate(p.Stock));
                    break;
                case ArticleEvent.Submitted s:
                    Assert.True(s.Version >= writtenVersion, "an older submission counted after a newer one");
                    writtenVersion = s.Version;
                    break;
                case ArticleEvent.ExportEnded x:
                    Assert.Null(state.Exports[x.RunId].Outcome);
                    break;
                case ArticleEvent.PushAmbiguous p:
                    closedUntil[p.ShopId] = p.SettleUntil;
                    break;
            }
        }

        private void Check(ArticleState before)
        {
            Assert.Equal(held.Values.Sum(h => h.Units), state.Held);
            Assert.Equal(held.Keys.Order(StringComparer.Ordinal), state.Reservations.Keys);
            Assert.True(state.FigureVersion >= before.FigureVersion);
            Assert.True(before.Presence != ErpPresence.Known || state.Presence == ErpPresence.Known);
            Assert.True(state.Submit is not { Update: false } || state.Presence == ErpPresence.Unknown, "wants to create what is there");
            Assert.True(state.Parking is null || state.Submit is not null);
            Assert.All(state.Listings.Values, l => Assert.True(l.WriteOpen is not null || (!l.Braked && l.WriteRefusal is null), "a write that is closed and waits"));
            Assert.All(state.Listings.Values, l => Assert.True(l.WriteOpen is null || l.WriteOpen != ArticlePatch.Nothing, "a write of nothing"));
            Assert.All(state.Exports.Values, e => Assert.True(e.Outcome is not null || state.Submit?.Version >= e.Version, "an export that nothing will ever answer"));
            Assert.All(state.Listings.Values, l => Assert.Equal(l.PushOpen is not null, l.PushStartedAt is not null));
        }

        private ArticleCommand Command() => random.Next(31) switch
        {
            0 or 1 or 2 => new ArticleCommand.ReserveUnits(Order(), "main", random.Next(4), now),
            3 => new ArticleCommand.BookOrder(Order(), now),
            4 => new ArticleCommand.ReleaseUnits(Order(), now),
            5 => new ArticleCommand.EnsureKnown(Order(), Draft, now),
            6 => Submission(),
            7 or 8 or 9 => new ArticleCommand.SeeFigure(
                random.Next(8) == 0 ? null : random.Next(-2, 20) / 2m, Math.Max(1, newestVersion + random.Next(-1, 2)), random.Next(3) == 0 ? null : now.AddSeconds(-random.Next(60)), now),
            10 => new ArticleCommand.PassStockRound(now.AddSeconds(-random.Next(60)), Grace, now),
            11 => new ArticleCommand.SeeErpArticle(now),
            12 or 13 => new ArticleCommand.SeeListing(
                Shop(), InShop with { Name = $"N{random.Next(3)}", Stock = random.Next(6) == 0 ? null : 5m, Ref = new ShopArticleRef(random.Next(40) == 0 ? "12" : "9", null) }, now),
            14 => new ArticleCommand.DoubtShopStock(Shop(), Order(), "cancelled", now),
            15 or 16 or 17 => Push(),
            18 or 19 => Outcome(),
            20 => random.Next(4) == 0 ? new ArticleCommand.Recover(Settle, now) : new ArticleCommand.Continue(now),
            21 or 22 => new ArticleCommand.Export($"R{random.Next(3)}", "demo/export/1", now),
            24 or 25 => new ArticleCommand.SeeErpArticle(now, new ErpArticle { Name = $"E{random.Next(3)}", Price = random.Next(1, 4), VatPercent = 25m, Deleted = random.Next(5) == 0 }, random.Next(6) == 0),
            26 or 27 => ShopWrite(),
            28 => new ArticleCommand.BrakeShopWrite(Shop(), "2 of 3", now),
            23 => new ArticleCommand.ExportTold($"R{random.Next(3)}", now),
            _ => new ArticleCommand.Retry(now),
        };

        private ArticleCommand.SubmitOutcome Submission()
        {
            // Mostly of the open submission, now and then of one that was exchanged since.
            var intent = state.Submit ?? new SubmitIntent(Draft, random.Next(2) == 0, SubmitPriority.Order, 0);
            return new(random.Next(4) == 0 ? intent with { Version = intent.Version - 1 } : intent, Result(), Settle, RetryDelay, now);
        }

        private ArticleCommand.ShopWriteOutcome ShopWrite()
        {
            var shop = Shop();
            var version = state.Listings.GetValueOrDefault(shop)?.WriteVersion ?? 1;
            return new(shop, random.Next(4) == 0 ? version - 1 : version, Result(), Settle, RetryDelay, now);
        }

        private ArticleCommand.DecidePush Push() => new(Shop(), random.Next(12), now.AddSeconds(-random.Next(20)), now);

        private ArticleCommand.PushOutcome Outcome()
        {
            var shop = Shop();
            var open = state.Listings.GetValueOrDefault(shop)?.PushOpen;
            return new ArticleCommand.PushOutcome(shop, random.Next(5) == 0 ? random.Next(12) : open ?? 0m, Result(), Settle, RetryDelay, now);
        }

        private string Order() => $"W{random.Next(6)}";

        private string Shop() => random.Next(2) == 0 ? "main" : "other";

        private CallResult Result() => new((CallResultKind)random.Next(5), "E1", "text");
    }
}
