using SpecterActors.Domain;
using SpecterActors.Journal;

namespace SpecterActors.Sync.Admin;

/// <content>What every release after a preview has in common.</content>
internal sealed partial class AdminService
{
    /// <summary>Why nothing goes: no count of a preview was given, or more would be written by now than it showed; null when it may go.</summary>
    private static AdminResult? Outdated(int writes, int? count) => count is { } most && writes <= most ? null : AdminResult.No(new Refusal(
        "preview-outdated", $"{writes} articles would be written, {(count is null ? "and no count of a preview was given" : $"the preview showed {count}")}.",
        "Look at the preview again, and give its number of writes as count."));

    /// <summary>Looks at every article of the tenant by its lookup rows, page by page.</summary>
    private async Task EachArticleAsync(string tenant, Func<StreamRows, Task> look, CancellationToken cancellationToken)
    {
        string? after = null;
        IReadOnlyList<StreamRows> page;
        do
        {
            page = await Journal.ListRowsAsync($"{tenant}/{EntityIds.ArticleKind}/", after, ScanPage, cancellationToken);
            foreach (var row in page)
            {
                await look(row);
            }

            after = page.Count == 0 ? after : page[^1].PersistenceId;
        }
        while (page.Count == ScanPage);
    }
}
