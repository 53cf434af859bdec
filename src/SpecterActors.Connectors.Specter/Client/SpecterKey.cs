using System.Security.Cryptography;
using System.Text;

namespace SpecterActors.Connectors.Specter.Client;

/// <summary>
/// The <c>key</c> parameter: md5(second + md5(first + sbmId + entity)), lower-case hex, over ISO-8859-1 bytes (specter.md section 3.2).
/// First and second key are MD5 Key 1 and 2 in version 1, ApiUserKey and IntegrationKey in version 2.
/// </summary>
internal static class SpecterKey
{
    public static string Of(SpecterOptions options, string entity) => options.ApiVersion switch
    {
        SpecterApiVersion.V1 => Of(options.Md5Key1.Trim(), options.Md5Key2.Trim(), options.SbmId, entity),
        SpecterApiVersion.V2 => Of(options.ApiUserKey.Trim(), options.IntegrationKey.Trim(), options.SbmId, entity),
        _ => throw new System.Diagnostics.UnreachableException(options.ApiVersion.ToString()),
    };

    private static string Of(string first, string second, int sbmId, string entity) =>
        Hash(second + Hash(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{first}{sbmId}{entity}")));

    // The algorithm is Specter's; it is a shared-secret check of theirs, not a protection we rely on.
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(text)));
}
