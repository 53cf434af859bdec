using System.Text.Json;

namespace SpecterActors.Connectors.Abicart.Wire;

/// <summary>
/// Reads texts that may be broken. JSON allows the escape of half a character (<c>\uD800</c>), which the platform refuses with an exception
/// only when the text is asked for; and bytes that were no UTF-8 stand as replacement characters.
/// </summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text of a string value; null when it is broken.</summary>
    public static string? Read(JsonElement value)
    {
        try
        {
            return Whole(value.GetString());
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a member; null when it is broken.</summary>
    public static string? Name(JsonProperty member)
    {
        try
        {
            return Whole(member.Name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The member of an object, or an undefined one when there is none, or when a name beside it is broken.</summary>
    public static JsonElement Member(JsonElement value, string name)
    {
        try
        {
            return value.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Whole(string? text) => text is not null && !text.Contains(Replacement, StringComparison.Ordinal) ? text : null;
}
