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
public sealed class StockPromise(SimulationWorld world)
{
    private int seen;

    /// <summary>Checked writes.</summary>
    public int Checked { get; private set; }

    public void Check()
    {
        var effects = world.Abicart.Content.Effects;
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
        // The shop's own clock shows whole seconds: the times here are the world's.
        var now = world.Dispatcher.Now;
        var (decidedAt, figure, figureReadAt) = Decision(write.ArticleNumber, value, now);
        var read = world.Network.StockReads.GetValueOrDefault(write.Uid)?.LastOrDefault(r => r < decidedAt) ?? default;
        if (read == default)
        {
            throw new OracleException($"stock {value} of {write.ArticleNumber} was written at {now:O} without reading the shop's stock before");
        }

        var sold = world.Abicart.Content.Orders.All
            .Where(o => world.PlacedAt.GetValueOrDefault(o.Uid, DateTimeOffset.MaxValue) <= read && !InFigure(o, figureReadAt))
            .Sum(o => o.Rows.Where(r => r.ArticleNumber == write.ArticleNumber).Sum(r => r.Quantity));
        var most = Math.Max(0m, figure - sold);
        Checked++;
        if (value > most)
        {
            throw new OracleException(
                $"oversell: stock {value} of {write.ArticleNumber} was written at {now:O}; the ERP's figure of {figureReadAt:O} was {figure} and {sold} units of orders placed before {read:O} are not in it");
        }
    }

    /// <summary>An order is in the figure when the ERP had it when the figure was read. Orders that will never go hold nothing.</summary>
    private bool InFigure(ShopOrder order, DateTimeOffset figureReadAt)
    {
        if (order.Discarded)
        {
            return true;
        }

        var external = world.Sample.Settings.OrderPrefix + order.OrderNumber;
        return world.Specter.FindOrders(external) is [var erp, ..] && (erp.CreatedAt <= figureReadAt || erp.Status == SpecterOrderStatus.Cancelled);
    }

    /// <summary>When the write was decided, and the figure read last before that, by the article's journal.</summary>
    private (DateTimeOffset DecidedAt, decimal Figure, DateTimeOffset ReadAt) Decision(string article, decimal value, DateTimeOffset executedAt)
    {
        (DateTimeOffset, decimal, DateTimeOffset)? decision = null;
        (decimal Figure, DateTimeOffset At)? figure = null;
        foreach (var @event in world.ReadEvents(EntityIds.Article(SampleTenant.Id, article)))
        {
            switch (@event)
            {
                case ArticleEvent.FigureRead e:
                    figure = (e.Available, e.At);
                    break;
                case ArticleEvent.PushStarted e when e.Stock == value && e.At <= executedAt && figure is { } read:
                    decision = (e.At, read.Figure, read.At);
                    break;
            }
        }

        return decision ?? throw new OracleException(
            $"stock {value} of {article} was written at {executedAt:O} without a decision in the journal; its last events: {string.Join("; ", world.ReadEvents(EntityIds.Article(SampleTenant.Id, article)).TakeLast(12))}");
    }
}
