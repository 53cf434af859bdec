using System.Runtime.CompilerServices;
using System.Text;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Sync.Storage;
using Xunit;

namespace SpecterActors.Sync.Tests.Storage;

/// <summary>The stored form of every event of the domain, held against the approved one in <c>events.golden.txt</c>.</summary>
public sealed class DomainFormatTests
{
    private static readonly EventCatalogue Catalogue = DomainCatalogue.Build();

    public static TheoryData<string> Manifests => [.. Catalogue.Entries.Select(e => e.Manifest)];

    public static TheoryData<string> States =>
    [
        .. typeof(EventNameAttribute).Assembly.GetTypes()
            .Where(t => t is { IsPublic: true, IsAbstract: false } && t.Name.EndsWith("State", StringComparison.Ordinal)).Select(t => t.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Every_event_comes_back_whole(string manifest)
    {
        var type = Catalogue.Find(manifest).Entry.ClrType;
        foreach (var value in new[] { SampleMaker.Make(type), SampleMaker.WithNulls(SampleMaker.Make(type)) })
        {
            var (codec, keys) = (Codec(), new PersonalKeys());
            var back = codec.Decode(Samples.Stored(codec.Encode(value, Samples.Noon, keys)), keys);
            Assert.IsType(type, back);
            Assert.Equal(codec.ToCanonicalJson(value), codec.ToCanonicalJson(back));
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_comes_back_whole(string typeName)
    {
        var type = typeof(EventNameAttribute).Assembly.GetType(typeName)!;
        var (codec, keys) = (Codec(), new PersonalKeys());
        foreach (var value in new[] { SampleMaker.Make(type), Activator.CreateInstance(type)! })
        {
            var snapshot = codec.EncodeState("demo/x", 1, Samples.Noon, "state:1", value, keys);
            var back = codec.DecodeState(snapshot, "state:1", type, keys);
            Assert.NotNull(back);
            Assert.Equal(codec.ToCanonicalJson(value), codec.ToCanonicalJson(back));
        }
    }

    [Fact]
    public void The_stored_form_of_no_event_changed_unnoticed()
    {
        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, "events.golden.txt");
        var now = string.Concat(Catalogue.Entries.Select(e => $"{e.Manifest} {Stored(e)}\n"));
        if (Environment.GetEnvironmentVariable("APPROVE_EVENTS") == "1")
        {
            File.WriteAllText(path, now);
        }

        var approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        var changed = now.Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(approved).ToList();
        Assert.True(
            changed.Count == 0,
            $"New or changed stored forms; a released event gets a new version and an upcaster, an unreleased one is approved with APPROVE_EVENTS=1:\n{string.Join('\n', changed)}");
    }

    [Fact]
    public void Every_stored_form_ever_approved_can_still_be_read()
    {
        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, "events.golden.txt");
        foreach (var line in File.ReadLines(path).Concat(Former()))
        {
            Assert.NotNull(Decoded(line));
        }
    }

    [Fact]
    public void What_a_former_version_did_not_store_has_its_default()
    {
        var events = Former().Select(Decoded).ToList();
        var listed = events.OfType<ArticleEvent.Listed>().First().Article;
        Assert.True(listed.Active);
        Assert.False(listed.Parts.IsDefault);
        Assert.True(events.OfType<ArticleEvent.EnsureOpened>().First().Draft.Active);
        var shop = events.OfType<TenantEvent.Configured>().First().Settings.Shops[0];
        Assert.Equal(new ArticleSyncSettings().ExportTrigger, shop.Articles.ExportTrigger);
        Assert.Equal(new ArticleSyncSettings().Prices, shop.Articles.Prices);
    }

    /// <summary>Forms of which a later version of the program stores more.</summary>
    private static string[] Former() => File.ReadAllLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "events.former.txt"));

    private static object Decoded(string line)
    {
        var (manifest, json) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
        var stored = new StoredEvent(1, "demo/order/1", 1, Samples.Noon, manifest, Encoding.UTF8.GetBytes(json), "w");
        return Codec().Decode(stored, new PersonalKeys());
    }

    private static string Stored(CatalogueEntry entry) =>
        Encoding.UTF8.GetString(Codec().Encode(SampleMaker.Make(entry.ClrType), Samples.Noon, new PersonalKeys()).Payload.Span);

    private static EventCodec Codec() => DomainCatalogue.Codec(Samples.Master(), Samples.SeededRandom());

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
