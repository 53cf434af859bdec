using System.Diagnostics;
using System.Globalization;

namespace SpecterActors.Bench.Range;

/// <summary>Looks once a second while the range scenario goes on: memory of the service, the lead, orders on their way. Tells progress on standard error.</summary>
internal sealed class RangeWatch(ChildProcess engine, RangeClient client)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan OrderEvery = TimeSpan.FromSeconds(20);
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly SortedDictionary<string, (long At, string Phase)> underWay = new(StringComparer.Ordinal);
    private long lastTold;
    private long lastOrder;
    private int orders;

    /// <summary>Most physical memory of the service in each phase, in MiB, in the order of the phases.</summary>
    public List<(string Phase, double MiB, TimeSpan Took)> Phases { get; } = [];

    /// <summary>How long each order took from the shop to Specter's answer, with the phase it was placed in.</summary>
    public List<(string Phase, TimeSpan Wait)> Waits { get; } = [];

    /// <summary>Most articles that the export had told and that had not answered.</summary>
    public int UnansweredMax { get; private set; }

    /// <summary>Most articles open when the feed waited for the ERP; 0 when it never did.</summary>
    public int LeadMax { get; private set; }

    /// <summary>Most actors in memory.</summary>
    public int AwakeMax { get; private set; }

    /// <summary>Looks until <paramref name="isIt"/>; a buyer orders every twenty seconds meanwhile if <paramref name="withOrders"/>.</summary>
    public async Task UntilAsync(string phase, bool withOrders, Func<Task<(bool Done, string Text)>> isIt)
    {
        var (from, most) = (Stopwatch.GetTimestamp(), 0d);
        while (true)
        {
            var (done, text) = await isIt();
            var now = engine.WorkingSetMiB;
            most = Math.Max(most, now);
            await OrdersAsync(phase, withOrders && !done);
            if (done || Stopwatch.GetElapsedTime(lastTold) > TellEvery)
            {
                lastTold = Stopwatch.GetTimestamp();
                // Seldom: thousands of actors make a long answer, and the answer is memory of the service, too.
                AwakeMax = Math.Max(AwakeMax, await client.AwakeAsync());
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0} s  {phase}: {text}; {now:0} MiB, most {most:0}; actors in memory at most {AwakeMax}; orders {Waits.Count}, slowest {(Waits.Count == 0 ? 0 : Waits.Max(w => w.Wait.TotalSeconds)):0} s"));
            }

            if (done)
            {
                Phases.Add((phase, most, Stopwatch.GetElapsedTime(from)));
                return;
            }

            await Task.Delay(LookEvery);
        }
    }

    /// <summary>Where the export stands; true when it has come to <paramref name="stage"/>.</summary>
    public async Task<(bool Done, string Text)> ExportAsync(string stage)
    {
        var view = (await client.ExportAsync())!;
        var unanswered = (int)view["unanswered"]!;
        UnansweredMax = Math.Max(UnansweredMax, unanswered);
        var at = (string)view["stage"]!;
        return (at == stage, $"{at}, {(long)view["done"]!["exported"]!} exported, {unanswered} unanswered, left {(string?)view["left"] ?? "unknown"}");
    }

    /// <summary>Where the shop's article feed stands; true when it has drained a round after <paramref name="after"/>.</summary>
    public async Task<(bool Done, string Text)> FeedAsync(DateTimeOffset? after)
    {
        var (drained, waitsFor) = await client.FeedAsync("shop-main-articles");
        if (waitsFor is not null)
        {
            LeadMax = Math.Max(LeadMax, int.Parse(new string([.. waitsFor.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture));
        }

        return (drained > (after ?? DateTimeOffset.MinValue), waitsFor ?? "reading");
    }

    private async Task OrdersAsync(string phase, bool more)
    {
        foreach (var (number, placed) in underWay.ToList())
        {
            if (await client.IsInErpAsync(number))
            {
                Waits.Add((placed.Phase, Stopwatch.GetElapsedTime(placed.At)));
                underWay.Remove(number);
            }
        }

        if (more && Stopwatch.GetElapsedTime(lastOrder) > OrderEvery)
        {
            lastOrder = Stopwatch.GetTimestamp();
            orders++;
            underWay[await client.PlaceOrderAsync(orders, $"A-{orders}")] = (lastOrder, phase);
        }
    }
}
