using System.Collections.Immutable;
using System.Text;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using Xunit;

namespace SpecterActors.Sync.Tests.Storage;

public sealed class EventCodecTests
{
    [Fact]
    public void An_event_comes_back_as_it_was_and_its_personal_part_is_unreadable_in_between()
    {
        var codec = Samples.Codec(Samples.Master());
        var keys = new PersonalKeys();
        var before = Samples.Received();

        var data = codec.Encode(before, Samples.Noon, keys);
        var text = Encoding.UTF8.GetString(data.Payload.Span);
        var after = Assert.IsType<SampleEvent.Received>(codec.Decode(Samples.Stored(data), keys));

        Assert.Equal("order.received:1", data.Manifest);
        Assert.Equal(codec.ToCanonicalJson(before), codec.ToCanonicalJson(after));
        Assert.Equal("Åsa Öberg", after.Buyer.Value!.FirstName);
        Assert.Contains("\"kind\":\"Repeated\"", text);
        Assert.DoesNotContain("title", text);
        foreach (var canary in new[] { "Åsa", "Umeå", "example.se", "blå" })
        {
            Assert.DoesNotContain(canary, text);
        }
    }

    [Fact]
    public void A_personal_part_whose_key_is_gone_reads_as_erased_and_the_rest_stays()
    {
        var codec = Samples.Codec(Samples.Master());
        var data = codec.Encode(Samples.Received(), Samples.Noon, new PersonalKeys());

        var after = Assert.IsType<SampleEvent.Received>(codec.Decode(Samples.Stored(data), new PersonalKeys()));

        Assert.True(after.Buyer.IsErased);
        Assert.Equal(("demo/order/1", 199.50m), (after.Buyer.KeyId, after.Total));
        var again = codec.Encode(after, Samples.Noon, new PersonalKeys());
        Assert.True(Assert.IsType<SampleEvent.Received>(codec.Decode(Samples.Stored(again), new PersonalKeys())).Buyer.IsErased);
    }

    [Fact]
    public void Keys_that_went_through_the_journal_open_what_was_sealed_before()
    {
        var master = Samples.Master();
        var codec = Samples.Codec(master);
        var writing = new PersonalKeys();
        var data = codec.Encode(Samples.Received(), Samples.Noon, writing);
        var wrapped = writing.TakeNew()!;

        var reading = new PersonalKeys();
        Samples.Codec(master).LoadKeys(reading, wrapped);

        Assert.Equal("Åsa Öberg", Assert.IsType<SampleEvent.Received>(codec.Decode(Samples.Stored(data), reading)).Buyer.Value?.FirstName);
        Assert.Equal(["demo/order/1"], wrapped.Keys);
    }

    [Fact]
    public void A_new_key_is_handed_out_until_an_append_with_it_was_stored()
    {
        var codec = Samples.Codec(Samples.Master());
        var keys = new PersonalKeys();
        codec.Encode(Samples.Received(), Samples.Noon, keys);

        var refused = keys.TakeNew();
        var stored = keys.TakeNew();
        Assert.Equal(refused!["demo/order/1"], stored!["demo/order/1"]);
        keys.MarkStored(stored);

        codec.Encode(Samples.Received(), Samples.Noon, keys);
        Assert.Null(keys.TakeNew());
    }

    [Fact]
    public void The_same_key_id_in_two_streams_is_two_keys_and_neither_opens_the_others_part()
    {
        var codec = Samples.Codec(Samples.Master());
        var (order, matcher) = (new PersonalKeys(), new PersonalKeys());
        var data = codec.Encode(Samples.Received(), Samples.Noon, order);
        codec.Encode(Samples.Received(), Samples.Noon, matcher);

        Assert.Throws<UnreadableEventException>(() => codec.Decode(Samples.Stored(data), matcher));
    }

    [Fact]
    public void A_removed_tenants_personal_data_reads_as_erased()
    {
        var master = Samples.Master();
        var codec = Samples.Codec(master);
        var keys = new PersonalKeys();
        var data = codec.Encode(Samples.Received(), Samples.Noon, keys);
        master.Destroy("demo");

        var reading = new PersonalKeys();
        codec.LoadKeys(reading, keys.TakeNew()!);
        Assert.True(Assert.IsType<SampleEvent.Received>(codec.Decode(Samples.Stored(data), reading)).Buyer.IsErased);
    }

    [Fact]
    public void A_tenant_without_master_key_is_told_so_with_a_remedy()
    {
        var failure = Assert.Throws<JournalUnusableException>(
            () => Samples.Codec(Samples.Master()).Encode(Samples.Received("other/order/1"), Samples.Noon, new PersonalKeys()));
        Assert.Contains("other", failure.Message);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void An_array_never_given_stays_apart_from_an_empty_one()
    {
        var codec = Samples.Codec(Samples.Master());
        var keys = new PersonalKeys();
        ImmutableArray<PackagePart> Through(ImmutableArray<PackagePart> parts) =>
            ((SampleEvent.Received)codec.Decode(Samples.Stored(codec.Encode(Samples.Received() with { Parts = parts }, Samples.Noon, keys)), keys)).Parts;

        Assert.True(Through(default).IsDefault);
        Assert.Empty(Through([]));
    }

    [Theory]
    [InlineData("""{"text":"a"}""")]
    [InlineData("""{"text":null,"weight":1}""")]
    [InlineData("""{"text":"a","weight":1,"colour":"red"}""")]
    [InlineData("""{"text":"a","weight":"1"}""")]
    [InlineData("""{"text":"a","weight":""")]
    [InlineData("null")]
    public void Bytes_of_another_shape_are_an_error_that_names_the_event(string json)
    {
        var stored = new StoredEvent(1, "demo/order/1", 7, Samples.Noon, "order.noted:1", Encoding.UTF8.GetBytes(json), "w");
        var failure = Assert.Throws<UnreadableEventException>(() => Samples.Codec(Samples.Master()).Decode(stored, new PersonalKeys()));
        Assert.Contains("Event 7 of demo/order/1 (order.noted:1)", failure.Message);
    }

    [Fact]
    public void A_name_or_version_the_program_does_not_know_is_an_error_that_names_it()
    {
        var codec = Samples.Codec(Samples.Master());
        foreach (var manifest in new[] { "order.lost:1", "order.noted:2" })
        {
            var failure = Assert.Throws<UnknownEventException>(
                () => codec.Decode(new StoredEvent(1, "demo/order/1", 1, Samples.Noon, manifest, "{}"u8.ToArray(), "w"), new PersonalKeys()));
            Assert.Equal(manifest, failure.Manifest);
        }

        Assert.Throws<UnknownEventException>(() => codec.Encode("text", Samples.Noon, new PersonalKeys()));
    }

    [Fact]
    public void An_old_version_is_read_through_each_step_up_to_the_newest()
    {
        var catalogue = new EventCatalogueBuilder()
            .Add<SampleEvent.Noted>("order.noted", 3)
            .Upcast("order.noted", 1, node =>
            {
                node["text"] = node["note"]!.GetValue<string>();
                node.AsObject().Remove("note");
                return node;
            })
            .Upcast("order.noted", 2, node =>
            {
                node["weight"] = 5;
                return node;
            })
            .Build();
        var codec = Samples.Codec(Samples.Master(), catalogue);

        object Read(string manifest, string json) =>
            codec.Decode(new StoredEvent(1, "demo/order/1", 1, Samples.Noon, manifest, Encoding.UTF8.GetBytes(json), "w"), new PersonalKeys());

        Assert.Equal(new SampleEvent.Noted("hej", 5), Read("order.noted:1", """{"note":"hej"}"""));
        Assert.Equal(new SampleEvent.Noted("hej", 5), Read("order.noted:2", """{"text":"hej"}"""));
        Assert.Equal(new SampleEvent.Noted("hej", 6), Read("order.noted:3", """{"text":"hej","weight":6}"""));
        Assert.Equal("order.noted:3 reads 1, 2, 3\n", catalogue.ToApprovedText());
    }

    [Fact]
    public void A_snapshot_of_another_version_or_damaged_is_no_state_so_that_it_is_rebuilt()
    {
        var codec = Samples.Codec(Samples.Master());
        var keys = new PersonalKeys();
        var snapshot = codec.EncodeState("demo/order/1", 4, Samples.Noon, "noted:1", new SampleEvent.Noted("a", 1), keys);

        Assert.Equal(new SampleEvent.Noted("a", 1), codec.DecodeState(snapshot, "noted:1", typeof(SampleEvent.Noted), keys));
        Assert.Null(codec.DecodeState(snapshot, "noted:2", typeof(SampleEvent.Noted), keys));
        Assert.Null(codec.DecodeState(snapshot with { Payload = "{\"te"u8.ToArray() }, "noted:1", typeof(SampleEvent.Noted), keys));
    }

    [Fact]
    public void Canonical_json_is_the_same_for_equal_values_whatever_their_scale_and_shows_people_in_clear()
    {
        var codec = Samples.Codec(Samples.Master());
        var json = codec.ToCanonicalJson(Samples.Received() with { Total = 199.500m });

        Assert.Equal(codec.ToCanonicalJson(Samples.Received() with { Total = 199.5m }), json);
        Assert.StartsWith("{\"at\":", json);
        Assert.Contains("\"total\":199.5}", json);
        Assert.Contains("Åsa Öberg", json);
    }

    [Fact]
    public void Calls_from_many_threads_never_mix_their_keys()
    {
        var codec = Samples.Codec(Samples.Master());
        Parallel.For(0, 64, i =>
        {
            var keys = new PersonalKeys();
            var data = codec.Encode(Samples.Received($"demo/order/{i}", $"Name {i}"), Samples.Noon, keys);
            Assert.Equal([$"demo/order/{i}"], keys.Ids);
            Assert.Equal($"Name {i}", ((SampleEvent.Received)codec.Decode(Samples.Stored(data), keys)).Buyer.Value!.FirstName);
        });
    }
}
