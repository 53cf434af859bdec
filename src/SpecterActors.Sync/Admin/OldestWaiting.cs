using SpecterActors.Domain.Orders;
using SpecterActors.Journal;

namespace SpecterActors.Sync.Admin;

/// <summary>
/// Since when the oldest thing waits that goes on by itself: an order that is not in the ERP yet counts from its reception, however often it
/// was tried since; anything else counts from when its intent became due. What is parked waits for a person and is listed with its own time.
/// </summary>
internal static class OldestWaiting
{
    /// <summary>Orders looked at in each stage. Ids follow the shops' order numbers, so the first are as good as always the oldest.</summary>
    private const int OrdersMax = 200;
    private const int RowsMax = 200;
    private static readonly OrderStage[] NotExported = [OrderStage.WaitingForArticles, OrderStage.WaitingForTurn, OrderStage.Sending, OrderStage.InDoubt];

    public static async Task<DateTimeOffset?> FindAsync(IJournal journal, string tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parked = (await journal.FindAsync($"{tenant}/", "parked", "yes", cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var due = await journal.ReadAgendaAsync($"{tenant}/", now, RowsMax, cancellationToken);
        DateTimeOffset? oldest = due.FirstOrDefault(row => !parked.Contains(row.PersistenceId))?.Due;
        foreach (var stage in NotExported)
        {
            var orders = await journal.FindAsync($"{tenant}/", "stage", stage.ToString(), cancellationToken);
            foreach (var id in orders.Where(id => !parked.Contains(id)).Take(OrdersMax))
            {
                await foreach (var first in journal.ReadStreamAsync(id, 1, 1, cancellationToken))
                {
                    oldest = oldest is null || first.Created < oldest ? first.Created : oldest;
                }
            }
        }

        return oldest;
    }
}
