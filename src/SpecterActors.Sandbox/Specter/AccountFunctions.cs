using System.Globalization;

namespace SpecterActors.Sandbox.Specter;

/// <summary>checkAccountSettings: tests the credentials and registers callbacks (specter.md section 6.1).</summary>
internal static class AccountFunctions
{
    public static SpecterAnswer Check(SpecterBooks books, SpecterParameters parameters)
    {
        var date = parameters.Required("date");
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || (books.Switches.CheckDateMustBeToday && day != DateOnly.FromDateTime(books.Now.UtcDateTime)))
        {
            throw new SpecterRefusalException(SpecterError.InvalidValue, "date", date);
        }

        var sent = SpecterTriggers.Names.Where(parameters.Has).ToDictionary(name => name, name => parameters.Text(name), StringComparer.Ordinal);
        foreach (var (name, url) in sent.Where(trigger => trigger.Value.Length > 0))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
            {
                throw new SpecterRefusalException(SpecterError.InvalidValue, name, url);
            }
        }

        foreach (var name in SpecterTriggers.Names.Where(name => sent.ContainsKey(name) || books.Switches.OmittedTriggerClears))
        {
            books.Triggers.Register(name, sent.GetValueOrDefault(name, ""));
        }

        books.Log("checkAccountSettings", date, $"{books.Triggers.Urls.Count} triggers registered");
        return SpecterAnswer.Done(books.Options.SbmId, "Inställningarna är godkända");
    }
}
