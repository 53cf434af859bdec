using SpecterActors.Domain.Articles;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.World;
using SpecterActors.Sync;

namespace SpecterActors.Simulation.Oracles;

/// <summary>
/// No stock write exceeds the ERP figure read last - units of orders placed before the reading that preceded the write and not in that
/// figure. Checked for every write when the shop executes it, against what both outside systems really hold and against the figure in
/// the journal.
/// </summary>
public sealed class StockPromise
{
    private readonly SimulationWorld world;
    private readonly TenantWorld tenant;
    private readonly Dictionary<string, int> lastDecision = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> formers;
    private int seen;

    public StockPromise(SimulationWorld world, TenantWorld tenant)
    {
        this.world = world;
        this.tenant = tenant;
        formers = tenant.Sample.Expectations.Renamed().ToDictionary(r => r.Value, r => r.Key, StringComparer.Ordinal);
        tenant.ShopWritten += _ => Check();
    }

    private void Check()
    {
        var effects = tenant.Abicart.Content.Effects;
        for (; seen < effects.Count; seen++)
        {
            if (effects[seen] is ShopEffect.StockWritten { Value: { } value } write)
            {
                Check(write, value);
            }
        }
    }

    private void Check(ShopEffect.StockWritten write, decimal value)
    {
        CheckZero(write.ArticleNumber, value);
        if (world.EngineSkew != TimeSpan.Zero)
        {
            // The journal's times are those of a clock that jumped: what was read before what cannot be told from them. The end can.
            return;
        }

        // The shop's own clock shows whole seconds, and is skewed: the times here are the world's.
        var now = world.Dispatcher.Now;
        var (decision, decidedAt, figure, figureReadAt) = Decision(write.ArticleNumber, value, now);
        var read = tenant.StockReads.GetValueOrDefault(write.Uid)?.LastOrDefault(r => r < decidedAt) ?? default;
        if (read == default)
        {
            throw new OracleException("stock-look", $"{tenant.Id}: stock {value} of {write.ArticleNumber} was written at {now:O} without reading the shop's stock before");
        }

        if (lastDecision.TryGetValue(First(write.ArticleNumber), out var last) && decision < last)
        {
            throw new OracleException("stock-order", $"{tenant.Id}: stock {value} of {write.ArticleNumber}, decided by event {decision}, was written at {now:O} after that of event {last}");
        }

        lastDecision[First(write.ArticleNumber)] = decision;
        figureReadAt = TrueAt(First(write.ArticleNumber), figure, decidedAt) ?? figureReadAt;
        var sold = tenant.Abicart.Content.Orders.All.Where(o => !o.Discarded).Sum(o => NotInFigure(o, First(write.ArticleNumber), read, decidedAt, figureReadAt));
        var most = Math.Max(0m, figure - sold);
        if (value > most)
        {
            throw new OracleException(
                "oversell", $"{tenant.Id}: stock {value} of {write.ArticleNumber} was written at {now:O}; the ERP's figure of {figureReadAt:O} was {figure} and {sold} units of orders placed before {read:O} are not in it");
        }
    }

    /// <summary>
    /// When the newest figure of this height that the ERP had shown by then was true. The journal does not say again what is shown again, and a
    /// batch that is read again may show figures of long ago.
    /// </summary>
    private DateTimeOffset? TrueAt(string article, decimal figure, DateTimeOffset by) => tenant.FiguresShown.Where(f => First(f.Key) == article)
        .SelectMany(f => f.Value).Where(f => f.Units == figure && f.ShownAt <= by).Select(f => (DateTimeOffset?)f.TrueAt).Max();

    /// <summary>
    /// An article that an export made in the ERP has nothing there until somebody counts it: that zero never reaches the shop by itself. What was
    /// sold of it, or made for an order that lost the row afterwards, is another matter.
    /// </summary>
    private void CheckZero(string number, decimal value)
    {
        if (value == 0m && tenant.Options.FirstExport && !tenant.AlwaysInErp.Contains(First(number)) && !tenant.EverInStock.Contains(number)
            && !world.ZerosAccepted.Contains(EntityIds.Article(tenant.Id, First(number)))
            && !tenant.RowsOf.Values.Any(versions => versions.Any(v => v.Rows.Any(r => First(r.ArticleNumber) == First(number)))))
        {
            throw new OracleException("zero-stock", $"{tenant.Id}: the shop's stock of {number} was set to 0, although the ERP never had any to count");
        }
    }

    /// <summary>One article is one, whatever its number: the one it had first.</summary>
    private string First(string number) => formers.GetValueOrDefault(number, number);

    /// <summary>
    /// Units of the article that a shop order had when the shop was read and still had when the write was decided, less those that the ERP had of
    /// it (in its order and its supplements) when the figure was read. Orders that will never go hold nothing.
    /// </summary>
    private decimal NotInFigure(ShopOrder order, string article, DateTimeOffset read, DateTimeOffset decided, DateTimeOffset figureReadAt)
    {
        var versions = tenant.RowsOf.GetValueOrDefault(order.Uid) ?? [];
        var at = versions.FindLastIndex(v => v.Since <= read);
        var units = at < 0 ? 0m : versions.Skip(at).TakeWhile(v => v.Since <= decided)
            .Min(v => v.Rows.Where(r => First(r.ArticleNumber) == article).Sum(r => r.Quantity));
        if (units == 0)
        {
            return 0;
        }

        var chain = Chains.Of(tenant, order);
        return chain.Any(o => o.Status == SpecterOrderStatus.Cancelled)
            ? 0
            : Math.Max(0m, units - chain.Where(o => tenant.CreatedAt[o.OrderNo] <= figureReadAt).SelectMany(o => o.Rows).Where(r => First(r.ArticleNo) == article).Sum(r => r.Quantity));
    }

    /// <summary>The latest decision for this write, when it was made, and the figure read last before that, by the article's journal.</summary>
    private (int Number, DateTimeOffset DecidedAt, decimal Figure, DateTimeOffset ReadAt) Decision(string article, decimal value, DateTimeOffset executedAt)
    {
        (int, DateTimeOffset, decimal, DateTimeOffset)? decision = null;
        (decimal Figure, DateTimeOffset At)? figure = null;
        var events = world.ReadEvents(EntityIds.Article(tenant.Id, First(article)));
        for (var i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                case ArticleEvent.FigureRead e:
                    figure = (e.Available, e.At);
                    break;
                case ArticleEvent.Renumbered { Estate.Available: { } taken } e:
                    // The figure came under the new number first, to the entity that then yielded it.
                    figure = (taken, world.ReadEvents(EntityIds.Article(tenant.Id, e.Number)).OfType<ArticleEvent.FigureRead>().LastOrDefault()?.At ?? e.At);
                    break;
                case ArticleEvent.RenumberedInErp { Estate.Available: { } taken } e:
                    figure = (taken, events.Take(i).OfType<ArticleEvent.FigureSetAside>().LastOrDefault(f => f.Number == e.Number)?.At
                        ?? world.ReadEvents(EntityIds.Article(tenant.Id, e.Number)).OfType<ArticleEvent.FigureRead>().LastOrDefault()?.At ?? e.At);
                    break;
                case ArticleEvent.PushStarted e when e.Stock == value && e.At <= executedAt && figure is { } read:
                    decision = (i + 1, e.At, read.Figure, read.At);
                    break;
            }
        }

        return decision ?? throw new OracleException(
            "stock-decision", $"{tenant.Id}: stock {value} of {article} was written at {executedAt:O} without a decision in the journal; its last events: {string.Join("; ", events.TakeLast(12))}");
    }
}
