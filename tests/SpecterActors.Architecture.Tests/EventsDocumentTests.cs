using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>docs/events.md says what the catalogue says.</summary>
public sealed class EventsDocumentTests
{
    [Fact]
    public void The_document_of_the_events_is_the_catalogue_of_today()
    {
        var path = Path.Combine(Repository.Root, "docs", "events.md");
        var now = EventsDocument.Make();
        if (Environment.GetEnvironmentVariable("APPROVE_EVENTS") == "1")
        {
            File.WriteAllText(path, now);
        }

        var stored = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(stored == now, $"docs/events.md is not what the catalogue makes; APPROVE_EVENTS=1 writes it anew. First difference: {FirstDifference(stored, now)}");
    }

    [Fact]
    public void Every_event_is_described()
    {
        Findings.None(EventsDocument.Undescribed());
    }

    private static string FirstDifference(string stored, string now)
    {
        var (old, fresh) = (stored.Split('\n'), now.Split('\n'));
        var at = Enumerable.Range(0, fresh.Length).FirstOrDefault(i => i >= old.Length || old[i] != fresh[i], fresh.Length - 1);
        return $"line {at + 1}: {fresh[at]}";
    }
}
