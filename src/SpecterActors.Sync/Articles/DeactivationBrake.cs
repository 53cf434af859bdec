using SpecterActors.Domain.Reconciliation;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Articles;

/// <summary>
/// Counts the articles of a shop that became inactive within an hour: beyond a share of the range a person looks first, for a list of
/// deletions may as well be a mistake of the other side (guarantee 10). In memory only: a restart begins anew, with the same bound.
/// </summary>
public sealed class DeactivationBrake(IJournal journal, TimeProvider time)
{
    private const int RangeMax = 1_000_000;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private readonly Lock gate = new();
    private readonly Queue<(DateTimeOffset At, string Article)> let = new();
    private (DateTimeOffset At, int Range)? counted;

    /// <summary>Lets one go and answers null, or says why not. A write that is tried again is the same article, and counts once.</summary>
    internal async Task<string?> HoldsAsync(TenantRuntime runtime, ShopSettings shop, string article, CancellationToken cancellationToken)
    {
        var range = await RangeAsync(runtime.Settings.Id, cancellationToken);
        var most = MassChange.Most(range, shop.Articles.DeactivateShareMax);
        lock (gate)
        {
            while (let.TryPeek(out var first) && first.At <= time.GetUtcNow() - Window)
            {
                let.Dequeue();
            }

            if (let.Any(l => l.Article == article))
            {
                return null;
            }

            if (let.Count >= most)
            {
                return $"{let.Count} of {range} articles became inactive within {Window.TotalMinutes:0} minutes, {shop.Articles.DeactivateShareMax} % are allowed";
            }

            let.Enqueue((time.GetUtcNow(), article));
            return null;
        }
    }

    private async Task<int> RangeAsync(string tenant, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (counted is { } known && known.At > time.GetUtcNow() - Window)
            {
                return known.Range;
            }
        }

        var streams = await journal.ListStreamsAsync($"{tenant}/{EntityIds.ArticleKind}/", null, RangeMax, cancellationToken);
        lock (gate)
        {
            counted = (time.GetUtcNow(), streams.Count);
        }

        return streams.Count;
    }
}
