using SpecterActors.Journal.Codec;

namespace SpecterActors.Journal.Verification;

/// <summary>
/// Reads whole streams and tells what is wrong in them: gaps, doubled sequence numbers, a lost end, events that this program cannot
/// read. Reads only; works beside a running service.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="codec">Decodes each event, personal parts included; null checks the numbering alone.</param>
public sealed class JournalVerifier(IJournal journal, IEventCodec? codec = null)
{
    /// <summary>It stops looking after this many problems.</summary>
    public const int ProblemsMax = 1_000;

    private const int PageStreams = 500;

    /// <summary>Verifies the streams whose ids start with <paramref name="prefix"/>; <paramref name="progress"/> hears the id of each one done.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read now.</exception>
    public async Task<JournalReport> VerifyAsync(string prefix, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var problems = new List<JournalProblem>();
        var (streams, events) = (0L, 0L);
        string? after = null;
        while (true)
        {
            var page = await journal.ListStreamsAsync(prefix, after, PageStreams, cancellationToken);
            foreach (var stream in page)
            {
                events += await VerifyStreamAsync(stream, problems, cancellationToken);
                streams++;
                if (problems.Count >= ProblemsMax)
                {
                    return new JournalReport(streams, events, [.. problems.Take(ProblemsMax)], Complete: false);
                }

                progress?.Report(stream.PersistenceId);
            }

            if (page.Count < PageStreams)
            {
                return new JournalReport(streams, events, problems, Complete: true);
            }

            after = page[^1].PersistenceId;
        }
    }

    private async Task<long> VerifyStreamAsync(StreamHead stream, List<JournalProblem> problems, CancellationToken cancellationToken)
    {
        var id = stream.PersistenceId;
        var keys = await LoadKeysAsync(id, problems, cancellationToken);
        var (last, count) = (0L, 0L);
        await foreach (var stored in journal.ReadStreamAsync(id, 1, long.MaxValue, cancellationToken))
        {
            if (stored.SequenceNumber > last + 1)
            {
                problems.Add(new JournalProblem.Gap(id, last, stored.SequenceNumber));
            }
            else if (stored.SequenceNumber <= last)
            {
                problems.Add(new JournalProblem.Doubled(id, last, stored.SequenceNumber));
            }

            if (keys is not null && WhyUnreadable(stored, keys) is { } reason)
            {
                problems.Add(new JournalProblem.Unreadable(id, stored.SequenceNumber, stored.Manifest, reason));
            }

            last = Math.Max(last, stored.SequenceNumber);
            count++;
        }

        var snapshot = await journal.LoadSnapshotAsync(id, cancellationToken);
        var expected = Math.Max(stream.SequenceNumber, snapshot?.SequenceNumber ?? 0);
        if (last < expected)
        {
            problems.Add(new JournalProblem.EndLost(id, last, expected));
        }

        return count;
    }

    private async Task<PersonalKeys?> LoadKeysAsync(string persistenceId, List<JournalProblem> problems, CancellationToken cancellationToken)
    {
        if (codec is null)
        {
            return null;
        }

        var keys = new PersonalKeys();
        try
        {
            codec.LoadKeys(keys, await journal.LoadKeysAsync(persistenceId, cancellationToken));
        }
        catch (JournalUnusableException e)
        {
            problems.Add(new JournalProblem.KeysUnreadable(persistenceId, e.Message));
        }

        return keys;
    }

    private string? WhyUnreadable(StoredEvent stored, PersonalKeys keys)
    {
        try
        {
            codec!.Decode(stored, keys);
            return null;
        }
        catch (Exception e) when (e is UnknownEventException or UnreadableEventException)
        {
            return e.Message;
        }
    }
}
