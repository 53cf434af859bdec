using System.Runtime.CompilerServices;
using SpecterActors.Domain.Exports;
using SpecterActors.Journal;

namespace SpecterActors.Sync.Exports;

/// <summary>Reads the pages of a report where they lie: in the stream of the export.</summary>
internal sealed class ReportReader(EngineServices services, string exportId)
{
    private readonly PersonalKeys noKeys = new();

    /// <summary>One page.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The report has no such page.</exception>
    public async Task<ReportPage> PageAsync(ExportState state, int page, CancellationToken cancellationToken)
    {
        await foreach (var found in PagesAsync(state, page, cancellationToken))
        {
            return found;
        }

        throw new ArgumentOutOfRangeException(nameof(page), page, $"Report {state.RunId} has {state.Pages} pages.");
    }

    /// <summary>The pages from <paramref name="first"/> on, to the end of what <paramref name="state"/> knows.</summary>
    public async IAsyncEnumerable<ReportPage> PagesAsync(ExportState state, int first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (first >= state.Pages)
        {
            yield break;
        }

        await foreach (var stored in services.System.Journal.ReadStreamAsync(
            exportId, state.FirstPageAt + first, state.FirstPageAt + state.Pages - 1, cancellationToken))
        {
            yield return services.System.Codec.Decode(stored, noKeys) is ExportEvent.PageReported { Page: var page }
                ? page
                : throw new InvalidOperationException($"Event {stored.SequenceNumber} of {exportId} is {stored.Manifest}, not a page of the report.");
        }
    }
}
