using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using SpecterActors.Journal;

namespace SpecterActors.Sync.Customers;

/// <summary>Keyed digests of the values a customer is matched by: equal values meet, and nobody without the installation's seed can try values out.</summary>
internal static class CustomerDigests
{
    /// <summary>The lookup row of a value such as <c>email:anna@example.se</c>.</summary>
    public static LookupEntry Entry(ulong seed, string tenant, string value)
    {
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, seed);
        return new LookupEntry(
            $"customer-{value[..value.IndexOf(':', StringComparison.Ordinal)]}",
            Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"customer:{tenant}:{value}"))));
    }

    /// <summary>The values of a buyer that count under the policy, in stored form.</summary>
    public static IdentitySet SetOf(Buyer buyer, CustomerPolicy policy) =>
        new([.. CustomerIdentity.Identities(buyer, policy).Select(i => $"{i.Kind}:{i.Value}".ToLowerInvariant())]);
}
