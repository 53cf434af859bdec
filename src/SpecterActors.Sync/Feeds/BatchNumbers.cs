using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SpecterActors.Sync.Feeds;

/// <summary>
/// Numbers of feed batches: a keyed hash over feed and count of acknowledged batches, so that a crash repeats the same number and nothing
/// needs to be written before a read (specter.md section 6.2: 32 hex digits).
/// </summary>
internal static class BatchNumbers
{
    public static string Make(ulong seed, string feedId, long acknowledged)
    {
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, seed);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{feedId}#{acknowledged}")))[..32];
    }
}
