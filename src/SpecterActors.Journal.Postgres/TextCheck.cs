using System.Globalization;
using System.Text;

namespace SpecterActors.Journal.Postgres;

/// <summary>What PostgreSQL cannot store, found before it is sent, since the server names no row.</summary>
internal static class TextCheck
{
    /// <summary>An index row holds at most 2,704 bytes; the rest is for the other columns.</summary>
    private const int KeyBytesMax = 2_500;

    private const int EventsMax = 1_000_000;

    /// <summary>Why this append can never be stored, or null.</summary>
    public static string? WhyNever(AppendRequest append)
    {
        if (append.Events.Count > EventsMax)
        {
            return string.Create(CultureInfo.InvariantCulture, $"An append to {append.PersistenceId} has {append.Events.Count} events; at most {EventsMax} are stored at once.");
        }

        var wrong = WhyNot(append.PersistenceId) ?? WhyNot(append.WriterId);
        foreach (var data in append.Events)
        {
            wrong ??= WhyNot(data.Manifest);
        }

        foreach (var entry in append.Agenda ?? [])
        {
            wrong ??= WhyNot(entry.Kind) ?? WhyTooLong(append.PersistenceId, entry.Kind);
        }

        foreach (var entry in append.Lookups ?? [])
        {
            wrong ??= WhyNot(entry.Kind) ?? WhyNot(entry.Value) ?? WhyTooLong(append.PersistenceId, entry.Kind, entry.Value);
        }

        foreach (var keyId in append.NewKeys?.Keys ?? [])
        {
            wrong ??= WhyNot(keyId) ?? WhyTooLong(append.PersistenceId, keyId);
        }

        wrong ??= WhyTooLong(append.PersistenceId);
        return wrong is null ? null : $"A text of the append to {append.PersistenceId} {wrong}";
    }

    private static string? WhyNot(string text)
    {
        if (text.Contains('\0'))
        {
            return "holds the character 0, which PostgreSQL cannot store.";
        }

        return text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') >= 0 && HasLoneSurrogate(text) ? "is no Unicode." : null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static string? WhyTooLong(params ReadOnlySpan<string> key)
    {
        var bytes = 0;
        foreach (var part in key)
        {
            bytes += Encoding.UTF8.GetByteCount(part);
        }

        return bytes <= KeyBytesMax
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"makes a key of {bytes} bytes; PostgreSQL indexes at most {KeyBytesMax}.");
    }
}
