using System.Text.Json;

namespace SpecterActors.Journal.Transfer;

/// <summary>Reads the lines of an archive and keeps count of what came by.</summary>
internal sealed class ArchiveReader(Stream source) : IDisposable
{
    private const string Remedy = "Take another copy of the archive, or export again.";
    private readonly StreamReader lines = new(source, leaveOpen: true);
    private long number;

    public ContentHash Hash { get; } = new();

    /// <summary>Reads and checks the first line.</summary>
    public async Task ReadHeadAsync(CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken) is not { Head: { Format: JournalExport.Format } head })
        {
            throw new TransferException("The file is no archive of a journal.", "Name a file that journal export wrote.");
        }

        if (head.Version != JournalExport.Version)
        {
            throw new TransferException(
                $"The archive has version {head.Version}; this program reads version {JournalExport.Version}.", "Import it with the program that wrote it.");
        }
    }

    /// <summary>The next line; its content counts from then on.</summary>
    public async Task<ArchiveLine> NextAsync(CancellationToken cancellationToken)
    {
        number++;
        var text = await lines.ReadLineAsync(cancellationToken) ?? throw new TransferException($"The archive ends in line {number}, before its end.", Remedy);
        var line = Parse(text);
        if (line.Event is { } data)
        {
            Hash.Add(data.ToEvent());
        }

        if (line.Stream is { } stream)
        {
            Hash.Add(stream.ToRows());
        }

        Array.ForEach(line.Destroyed ?? [], Hash.AddDestroyed);
        return line;
    }

    /// <summary>Compares what came by with what the archive says of itself.</summary>
    public TransferResult Check(ArchiveEnd end)
    {
        var read = new TransferResult(Hash.Events, Hash.Streams, Hash.End());
        return read == new TransferResult(end.Events, end.Streams, end.Sha256)
            ? read
            : throw new TransferException(
                $"The archive is damaged: it holds {read.Events} events of {read.Streams} streams, and says {end.Events} of {end.Streams}, or its hash differs.", Remedy);
    }

    public void Dispose()
    {
        lines.Dispose();
        Hash.Dispose();
    }

    private ArchiveLine Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ArchiveJson.Default.ArchiveLine) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new TransferException($"Line {number} of the archive cannot be read.", Remedy, e);
        }
    }
}
