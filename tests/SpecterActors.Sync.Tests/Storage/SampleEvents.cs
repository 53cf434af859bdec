using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.Keys;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Sync.Tests.Storage;

public abstract record SampleEvent
{
    private SampleEvent() { }

    public sealed record Received(
        string OrderId, decimal Total, DateTimeOffset At, SampleKind Kind, Personal<Buyer> Buyer, ImmutableArray<PackagePart> Parts = default) : SampleEvent
    {
        public string Title => $"Order {OrderId}";
    }

    public sealed record Noted(string Text, int Weight) : SampleEvent;
}

public enum SampleKind
{
    First,
    Repeated,
}

[JsonSerializable(typeof(SampleEvent.Received))]
[JsonSerializable(typeof(SampleEvent.Noted))]
internal sealed partial class SampleJson : JsonSerializerContext;

internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static EventCatalogueBuilder Builder() =>
        new EventCatalogueBuilder().Add<SampleEvent.Received>("order.received", 1).Add<SampleEvent.Noted>("order.noted", 1);

    public static EventCodec Codec(IKeyWrapper keys, EventCatalogue? catalogue = null) =>
        new(catalogue ?? Builder().Build(), seal => StorageJson.OptionsFor(seal, SampleJson.Default), keys, SeededRandom());

    public static MasterKeys Master()
    {
        var keys = new MasterKeys(SeededRandom());
        keys.Ensure("demo");
        return keys;
    }

    public static Action<Span<byte>> SeededRandom()
    {
        var random = new Random(7);
        return bytes =>
        {
            lock (random)
            {
                random.NextBytes(bytes);
            }
        };
    }

    public static SampleEvent.Received Received(string keyId = "demo/order/1", string name = "Åsa Öberg") =>
        new("1", 199.50m, Noon, SampleKind.Repeated, new Personal<Buyer>(keyId, Person(name)), [new PackagePart("A1", 2m)]);

    public static Buyer Person(string name) => new(
        null, name, "Ek", null, "asa@example.se", null, null, new PostalAddress(null, null, "Storgatan 1", null, "11122", "Umeå", "SE"), null, null,
        ImmutableSortedDictionary<string, string>.Empty.Add("Färg", "blå"));

    public static StoredEvent Stored(EventData data) => new(1, "demo/order/1", 1, data.Created, data.Manifest, data.Payload, "w");
}
