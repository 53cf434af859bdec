using System.Security.Cryptography;
using System.Text;

namespace SpecterActors.Journal.Keys;

/// <summary>AES-256-GCM with a random nonce in front and the tag behind; the label is authenticated along with the text.</summary>
internal static class AesSeal
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, string label, ReadOnlySpan<byte> plain, Action<Span<byte>> fillRandom)
    {
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        fillRandom(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(NonceBytes + plain.Length), Encoding.UTF8.GetBytes(label));
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">Another key, another label, or changed bytes.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, string label, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The sealed bytes are too short.");
        }

        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(sealedBytes[..NonceBytes], sealedBytes[NonceBytes..^TagBytes], sealedBytes[^TagBytes..], plain, Encoding.UTF8.GetBytes(label));
        return plain;
    }
}
