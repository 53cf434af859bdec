using System.Security.Cryptography;
using System.Text;

namespace SpecterActors.Sandbox.Specter;

/// <summary>The request key of both API versions (specter.md section 3.2).</summary>
public static class SpecterKey
{
    /// <summary>
    /// md5(outerKey + md5(innerKey + sbmId + entity)) as lower-case hexadecimal over ISO-8859-1 bytes. Inner and outer key are
    /// ApiUserKey and IntegrationKey in version 2, MD5 Key 1 and MD5 Key 2 in version 1.
    /// </summary>
    public static string Compute(string innerKey, string outerKey, int sbmId, string entity) =>
        Hash(outerKey + Inner(innerKey, sbmId, entity));

    /// <summary>The inner hash: md5(innerKey + sbmId + entity).</summary>
    public static string Inner(string innerKey, int sbmId, string entity) =>
        Hash(innerKey + sbmId.ToString(System.Globalization.CultureInfo.InvariantCulture) + entity);

    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(text)));
}
