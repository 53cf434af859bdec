using System.Text.Json.Serialization;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Sync.Storage;

/// <summary>
/// Source-generated serializers of everything the journal stores. One line per event type and per state type; what they hold is found
/// from there.
/// </summary>
[JsonSerializable(typeof(ShopOrder))]
[JsonSerializable(typeof(ErpOrderDraft))]
[JsonSerializable(typeof(Personal<Buyer>))]
internal sealed partial class DomainJson : JsonSerializerContext;
