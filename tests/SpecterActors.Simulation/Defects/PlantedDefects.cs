using System.Diagnostics;
using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Sync;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Orders;

namespace SpecterActors.Simulation.Defects;

/// <summary>The defects that the simulation must find, each a mistake that an engine like this one could have.</summary>
public static class PlantedDefects
{
    /// <summary>All of them, made anew: some remember what they did in a run.</summary>
    public static IReadOnlyList<Defect> All => [.. InSettings(), .. AtTheErp(), .. InOrders(), .. InSupplements(), .. InDoubt(), .. InCatalogue(), .. InArticles(), .. InComparisons(), .. Elsewhere()];

    /// <summary>The defect of this name.</summary>
    public static Defect Find(string name) => All.FirstOrDefault(d => d.Name == name)
        ?? throw new ArgumentException($"There is no defect {name}; there are {string.Join(", ", All.Select(d => d.Name))}.");

    private static IEnumerable<Defect> InSettings()
    {
        yield return new Defect("no-settle-time", "an order in doubt is sent again at once")
        {
            Settings = s => s with { Pace = s.Pace with { Settle = TimeSpan.Zero } },
        };
    }

    private static IEnumerable<Defect> AtTheErp()
    {
        yield return new Defect("acknowledge-first", "a batch of the ERP is acknowledged before its rows are stored")
        {
            Erp = (own, _) => Around<IErpConnector>.Put(own, (method, arguments, real) =>
                method == nameof(IErpConnector.ReadFeedAsync) ? AcknowledgeFirstAsync(own, arguments, (Task<Outcome<FeedAnswer>>)real(arguments)!) : real(arguments)),
        };
        yield return new Defect("round-each-row", "unit prices are rounded to the öre, row by row")
        {
            Erp = OrderDraft(d => d with { Rows = [.. d.Rows.Select(r => r with { UnitPriceExVat = Math.Round(r.UnitPriceExVat, 2, MidpointRounding.AwayFromZero) })] }),
        };
        yield return new Defect("reuse-number", "two orders share one external number")
        {
            Erp = OrderDraft(d => d with { ExternalOrderNo = d.ExternalOrderNo[^1] % 2 == 0 ? d.ExternalOrderNo : $"{d.ExternalOrderNo[..^1]}{(char)(d.ExternalOrderNo[^1] - 1)}" }),
        };
        yield return new Defect("customer-once", "a customer known already is not sent again before the next order")
        {
            Erp = (own, _) =>
            {
                var known = new Dictionary<string, string>(StringComparer.Ordinal);
                return Around<IErpConnector>.Put(own, (method, arguments, real) =>
                    method == nameof(IErpConnector.SubmitCustomerAsync) ? CustomerOnceAsync(known, ((CustomerSubmission)arguments[0]!).Buyer, () => (Task<Outcome<string>>)real(arguments)!) : real(arguments));
            },
        };
        yield return new Defect("ambiguous-is-unsent", "an order whose outcome is unknown counts as not sent")
        {
            Erp = OrderOutcome(o => o is Outcome<OrderSubmitted>.Ambiguous a ? new Outcome<OrderSubmitted>.NotSent(a.Reason) : o),
        };
        yield return new Defect("ambiguous-is-refused", "an order whose outcome is unknown counts as refused")
        {
            Erp = OrderOutcome(o => o is Outcome<OrderSubmitted>.Ambiguous a ? new Outcome<OrderSubmitted>.Refused("specter-0", a.Reason) : o),
        };
        yield return new Defect("skip-a-row", "the last row of a page of five and more is overlooked")
        {
            Shop = (own, _) => Around<IShopConnector>.Put(own, (method, arguments, real) =>
                method == nameof(IShopConnector.ReadOrdersAsync) ? LastRowLostAsync((Task<Outcome<Page<ShopOrderRead>>>)real(arguments)!) : real(arguments)),
        };
    }

    private static IEnumerable<Defect> InOrders()
    {
        yield return new Defect("forget-wake-up", "an order puts nothing on the agenda: after a restart nobody wakes it") { Behaviors = new BehaviorDefect(EntityIds.OrderKind) { ForgetsAgenda = true } };
        yield return new Defect("clock-in-evolve", "a state depends on when its events are applied")
        {
            Behaviors = new BehaviorDefect(EntityIds.OrderKind) { Evolved = (_, _, after) => (OrderState)after with { ChangedAt = ((OrderState)after).ChangedAt.AddTicks(Stopwatch.GetTimestamp()) } },
        };
        yield return new Defect("no-turns", "orders of one buyer do not wait for each other")
        {
            Behaviors = new BehaviorDefect(EntityIds.CustomerMatcherKind)
            {
                Command = c => c is MatcherCommand.RequestTurn r ? r with { Identities = new Personal<IdentitySet>(r.Identities.KeyId, new IdentitySet([$"order:{r.Order}"])) } : c,
            },
        };
        yield return new Defect("write-number-for-ever", "that the ERP's number stands on the shop's order is forgotten")
        {
            Behaviors = new BehaviorDefect(EntityIds.OrderKind) { Evolved = (before, e, after) => e is OrderEvent.NumberWritten ? before : after },
        };
    }

    private static IEnumerable<Defect> InSupplements()
    {
        yield return new Defect("supplement-twice", "a supplement that took its first wish counts as none: the difference goes under the next number, too")
        {
            Behaviors = new BehaviorDefect(EntityIds.OrderKind) { Command = c => c is OrderCommand.ConfirmSupplement { Revision: 1 } s ? s with { Taken = true } : c },
        };
        yield return new Defect("supplement-first", "a supplement does not wait until its order is in the ERP")
        {
            Behaviors = new BehaviorDefect(EntityIds.OrderKind) { Command = c => c is OrderCommand.Supplement s ? s with { Link = s.Link with { Go = true } } : c },
        };
        yield return new Defect("supplement-unheld", "what an order gains after it was sent is not held")
        {
            Behaviors = new BehaviorDefect(EntityIds.OrderKind)
            {
                Events = (c, events) => c is OrderCommand.Supplement ? [.. events.Where(e => e is not OrderEvent.ReservationsOpened)] : events,
            },
        };
    }

    private static IEnumerable<Defect> InDoubt()
    {
        yield return new Defect("first-sent-forgotten", "an order that the ERP has as it was first sent passes for one that it has as it was changed since")
        {
            Behaviors = new BehaviorDefect(EntityIds.OrderKind) { Events = (_, events) => [.. events.Where(e => e is not OrderEvent.FoundAsFirstSent)] },
        };
    }

    private static IEnumerable<Defect> InCatalogue()
    {
        yield return new Defect("rename-second", "an order that names the new number of an article makes a second one in the ERP")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind) { Effect = e => e is ArticleEffect.Submit submit ? submit with { AfterLists = false } : e },
        };
        yield return new Defect("made-unlooked", "an article is made in the shop without asking whether it has the number")
        {
            Shop = (own, _) => Around<IShopConnector>.Put(own, (method, arguments, real) => method == nameof(IShopConnector.FindNumberAsync)
                ? Task.FromResult<Outcome<IReadOnlyList<ShopNumberUse>>>(new Outcome<IReadOnlyList<ShopNumberUse>>.Done([]))
                : real(arguments)),
        };
        yield return new Defect("doubt-of-making-forgotten", "an article whose making has an unclear outcome counts as not made")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind)
            {
                Command = c => c is ArticleCommand.CreationOutcome { Result.Kind: CallResultKind.Ambiguous } o ? o with { Result = new CallResult(CallResultKind.NotSent, null, "forgotten") } : c,
            },
        };
        yield return new Defect("import-for-ever", "that the ERP's data were written to the shop is forgotten")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind) { Evolved = (before, e, after) => e is ArticleEvent.ShopWritten ? before : after },
        };
        yield return new Defect("export-restarts", "an export forgets which pages of its report it has told")
        {
            Behaviors = new BehaviorDefect(EntityIds.ExportKind)
            {
                Evolved = (before, e, after) => e is ExportEvent.PageBegan ? (ExportState)after with { NextPage = ((ExportState)before).NextPage } : after,
            },
        };
        yield return new Defect("zero-of-new", "the zero of an article that an export just made in the ERP goes to the shop")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind) { Evolved = (_, _, after) => (ArticleState)after with { StockUncounted = false } },
        };
        yield return new Defect("alias-forgotten", "the number that an article had before is forgotten when it gets another")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind)
            {
                Evolved = (before, e, after) => e is ArticleEvent.Renumbered r ? (ArticleState)after with { Numbers = ((ArticleState)after).Numbers.Remove(r.Former) } : after,
            },
        };
    }

    private static IEnumerable<Defect> InArticles()
    {
        yield return new Defect("forget-reservations", "units of orders are not held")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind) { Events = (_, events) => [.. events.Where(e => e is not ArticleEvent.UnitsReserved)] },
        };
        yield return new Defect("fall-at-once", "held units fall when the ERP has the order, though its figure may be older")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind)
            {
                Events = (c, events) => c is ArticleCommand.BookOrder book && events.Any(e => e is ArticleEvent.OrderBooked) ? [.. events, new ArticleEvent.UnitsFell(book.Order, "at once", book.At)] : events,
            },
        };
        yield return new Defect("any-figure-is-new", "a figure of a batch opened long ago passes for one of now")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind) { Command = c => c is ArticleCommand.SeeFigure f ? f with { OpenedAfter = f.At } : c },
        };
        yield return new Defect("no-figure-version", "rows overtake those of the same article that are held back, and a figure that comes late passes for the newest")
        {
            Behaviors = new BehaviorDefects(
                new BehaviorDefect(EntityIds.ArticleKind) { Command = c => c is ArticleCommand.SeeFigure f ? f with { Version = 1 } : c }, Overtaking),
        };
        yield return new Defect("no-grace", "a stock round proves figures however late the ERP queues its changes")
        {
            Settings = s => s with { Pace = s.Pace with { StockQueueGrace = TimeSpan.Zero } },
        };
        yield return new Defect("hollow-round", "every second order round before a stock write asks nobody")
        {
            Shop = (own, _) =>
            {
                var rounds = 0;
                return Around<IShopConnector>.Put(own, (method, arguments, real) =>
                    method == nameof(IShopConnector.ReadOrdersAsync) && ++rounds % 2 == 0
                        ? Task.FromResult<Outcome<Page<ShopOrderRead>>>(new Outcome<Page<ShopOrderRead>>.Done(new Page<ShopOrderRead>([], null)))
                        : real(arguments));
            },
        };
        yield return new Defect("ambiguous-write-is-done", "a stock write whose outcome is unknown counts as done")
        {
            Shop = (own, _) => Around<IShopConnector>.Put(own, (method, arguments, real) =>
                method == nameof(IShopConnector.WriteStockAsync) ? MapAsync((Task<Outcome<Unit>>)real(arguments)!, o => o is Outcome<Unit>.Ambiguous ? new Outcome<Unit>.Done(Unit.Value) : o) : real(arguments)),
        };
    }

    private static IEnumerable<Defect> InComparisons()
    {
        yield return new Defect("never-compared", "both sides are never compared as a whole")
        {
            Settings = s => s with { Reconciliation = s.Reconciliation with { Enabled = false } },
        };
        yield return new Defect("found-and-left", "stock that a comparison found to differ is left as it is")
        {
            Behaviors = new BehaviorDefect(EntityIds.ArticleKind) { Events = (c, events) => c is ArticleCommand.DoubtShopStock { Order: "reconciliation" } ? [] : events },
        };
        yield return new Defect("half-a-list", "a list of the whole range ends with its first page")
        {
            Shop = (own, _) => Around<IShopConnector>.Put(own, (method, arguments, real) =>
                method == nameof(IShopConnector.ReadArticlesAsync) && ((DateTimeOffset)arguments[0]!).Year < 2000
                    ? FirstPageAloneAsync((Task<Outcome<Page<ShopArticle>>>)real(arguments)!)
                    : real(arguments)),
        };
    }

    private static IEnumerable<Defect> Elsewhere()
    {
        yield return new Defect("flood", "an order that may go tells itself so a hundred times")
        {
            Behaviors = new BehaviorDefect(EntityIds.OrderKind)
            {
                Execute = (effect, context) =>
                {
                    for (var i = 0; effect is OrderEffect.Start && i < 100; i++)
                    {
                        context.Self.TryTell(new OrderCommand.Continue());
                    }

                    return false;
                },
            },
        };
        yield return new Defect("drop-held-rows", "a row that its entity does not take in time is dropped")
        {
            Behaviors = new BehaviorDefect(EntityIds.FeedKind)
            {
                Command = c => c is FeedCommand.TakePage page ? page with { Held = [] } : c,
            },
        };
        yield return new Defect("early-status-lost", "a status that comes before anybody claimed the ERP's order is forgotten")
        {
            Behaviors = new BehaviorDefect(EntityIds.ErpOrderKind) { Evolved = (before, e, after) => e is ErpOrderEvent.Marked && ((ErpOrderState)before).ClaimedBy is null ? before : after },
        };
        yield return new Defect("no-fence", "the database stores a commit under an epoch that is over") { TwoNodes = true, Unfenced = true };
        yield return new Defect("call-past-lease", "a node goes on calling when its lease has ended") { TwoNodes = true, Ownership = own => new EndlessLease(own) };
    }

    /// <summary>Nobody queues behind a held row. Alone it does no harm to stock: an older figure never replaces a newer one.</summary>
    private static BehaviorDefect Overtaking => new(EntityIds.FeedKind)
    {
        Evolved = (_, _, after) => after is FeedState { Held.IsEmpty: false } feed
            ? feed with { Held = [.. feed.Held.Select(h => h.Target.EndsWith('~') ? h : h with { Target = $"{h.Target}~" })] }
            : after,
    };

    private static Func<IErpConnector, ConnectorContext, IErpConnector> OrderDraft(Func<ErpOrderDraft, ErpOrderDraft> change) => (own, _) =>
        Around<IErpConnector>.Put(own, (method, arguments, real) =>
            method == nameof(IErpConnector.SubmitOrderAsync) ? real([arguments[0], change((ErpOrderDraft)arguments[1]!), .. arguments.Skip(2)]) : real(arguments));

    private static Func<IErpConnector, ConnectorContext, IErpConnector> OrderOutcome(Func<Outcome<OrderSubmitted>, Outcome<OrderSubmitted>> change) => (own, _) =>
        Around<IErpConnector>.Put(own, (method, arguments, real) =>
            method == nameof(IErpConnector.SubmitOrderAsync) ? MapAsync((Task<Outcome<OrderSubmitted>>)real(arguments)!, change) : real(arguments));

    private static async Task<Outcome<T>> MapAsync<T>(Task<Outcome<T>> call, Func<Outcome<T>, Outcome<T>> change) => change(await call);

    private static async Task<Outcome<FeedAnswer>> AcknowledgeFirstAsync(IErpConnector own, object?[] arguments, Task<Outcome<FeedAnswer>> read)
    {
        var outcome = await read;
        if (outcome is Outcome<FeedAnswer>.Done { Value: FeedAnswer.Batch { Rows.Count: > 0 } })
        {
            await own.AcknowledgeFeedAsync((ErpFeed)arguments[0]!, (string)arguments[1]!, (CallOptions)arguments[2]!, CancellationToken.None);
        }

        return outcome;
    }

    private static async Task<Outcome<string>> CustomerOnceAsync(Dictionary<string, string> known, Buyer buyer, Func<Task<Outcome<string>>> submit)
    {
        var key = buyer.Email?.Trim().ToLowerInvariant() ?? "";
        if (known.TryGetValue(key, out var id))
        {
            return new Outcome<string>.Done(id);
        }

        var outcome = await submit();
        if (outcome is Outcome<string>.Done done)
        {
            known[key] = done.Value;
        }

        return outcome;
    }

    private static async Task<Outcome<Page<ShopArticle>>> FirstPageAloneAsync(Task<Outcome<Page<ShopArticle>>> read) =>
        (await read).Select(page => page with { NextPageToken = null });

    private static async Task<Outcome<Page<ShopOrderRead>>> LastRowLostAsync(Task<Outcome<Page<ShopOrderRead>>> read) =>
        (await read).Select(page => page.Items.Count < 5 ? page : page with { Items = [.. page.Items.SkipLast(1)] });
}
