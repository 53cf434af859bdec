using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SpecterActors.Sync.Tenants;

/// <summary>The unguessable part of a tenant's callback addresses: a keyed hash of its id, so that none needs to be stored.</summary>
internal static class CallbackTokens
{
    public static string Make(ulong seed, string tenant)
    {
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, seed);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"callback:{tenant}")));
    }

    /// <summary>Where an outside system calls back for one kind of change.</summary>
    public static Uri Address(Uri installation, ulong seed, string tenant, string kind) => new(installation, $"callbacks/{Make(seed, tenant)}/{kind}");

    public static bool Matches(ulong seed, string tenant, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Make(seed, tenant)), Encoding.UTF8.GetBytes(token));
}
