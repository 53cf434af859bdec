using System.Xml.Linq;
using Xunit;

namespace SpecterActors.Architecture.Tests;

/// <summary>The documents speak of everything that is there.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void The_architecture_names_every_room()
    {
        var text = Repository.File("ARCHITECTURE.md").Text;
        Findings.None(Repository.Projects.Where(p => p.File.Side == "src").Select(p => p.Name).Where(name => !text.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_architecture_says_first_that_akka_net_was_asked_for_and_is_not_here()
    {
        var first = string.Join('\n', Repository.File("ARCHITECTURE.md").Lines.Take(5));
        foreach (var name in new[] { "Akka.NET", "Akka.Persistence.Sql", "Akka.Hosting", "Akka.Streams", "Linq2Db", "Akka.TestKit", "cannot be restored", "src/SpecterActors.Runtime" })
        {
            Assert.Contains(name, first);
        }
    }

    [Fact]
    public void The_readme_says_it_too_and_starts_with_the_two_commands_of_the_set_up()
    {
        var screen = string.Join('\n', Repository.File("README.md").Lines.Take(20));
        foreach (var part in new[] { "Akka.NET", "cannot be restored", "src/SpecterActors.Runtime", "dotnet run --project src/SpecterActors.Host -- demo", "./test" })
        {
            Assert.Contains(part, screen);
        }
    }

    [Fact]
    public void Every_connector_has_a_page()
    {
        var missing = Repository.Projects.Where(p => p.Name.StartsWith("SpecterActors.Connectors.", StringComparison.Ordinal) && p.File.Side == "src")
            .Select(p => $"docs/connectors/{p.Name["SpecterActors.Connectors.".Length..].ToLowerInvariant()}.md")
            .Where(path => !File.Exists(Path.Combine(Repository.Root, path)));
        Findings.None(missing);
    }

    [Fact]
    public void Every_decision_is_listed_and_says_context_decision_and_consequences()
    {
        var index = Repository.File("docs/adr/README.md").Text;
        var architecture = Repository.File("ARCHITECTURE.md").Text;
        foreach (var decision in Repository.Files("*.md").Where(f => f.Folder == "docs/adr" && !f.Path.EndsWith("README.md", StringComparison.Ordinal)))
        {
            Assert.Contains(Path.GetFileName(decision.Path), index);
            Assert.Contains(decision.Path, architecture);
            Assert.Equal(["## Context", "## Decision", "## Consequences"], decision.Lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_picture_is_well_formed_and_says_in_words_what_it_shows()
    {
        foreach (var picture in Repository.Files("*.svg"))
        {
            var svg = XDocument.Parse(picture.Text).Root!;
            Assert.Equal("svg", svg.Name.LocalName);
            Assert.False(string.IsNullOrWhiteSpace(svg.Attribute("aria-label")?.Value), picture.Path);
        }
    }

    [Fact]
    public void Every_page_of_the_documents_can_be_reached()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { "ARCHITECTURE.md", "README.md" };
        var waiting = new Queue<string>(reached.Where(path => File.Exists(Path.Combine(Repository.Root, path))));
        while (waiting.TryDequeue(out var path))
        {
            foreach (var linked in LinkTests.Targets(Repository.File(path)).Where(reached.Add).Where(p => p.EndsWith(".md", StringComparison.Ordinal)))
            {
                waiting.Enqueue(linked);
            }
        }

        Findings.None(Repository.Files("*.md").Where(f => f.Side == "docs").Select(f => f.Path).Except(reached));
    }
}
