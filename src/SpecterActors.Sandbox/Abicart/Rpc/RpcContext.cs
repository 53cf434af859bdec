namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>The context parameters of a call after they were checked (abicart.md section 1.2).</summary>
/// <param name="HasWebshop">True when the <c>webshop</c> parameter names this shop.</param>
/// <param name="Language">Language of texts.</param>
/// <param name="Auth">The admin token, or null without one.</param>
/// <param name="IsLoginSession">True when the token comes from <c>Admin.login</c>.</param>
internal sealed record RpcContext(bool HasWebshop, string Language, string? Auth, bool IsLoginSession)
{
    public bool IsAdmin => Auth is not null;

    public void RequireAdmin()
    {
        if (!IsAdmin)
        {
            throw RpcErrors.Forbidden();
        }
    }

    /// <summary>Reads and checks the query string. The order of the checks is that of the error codes.</summary>
    public static RpcContext From(string query, AbicartCore core)
    {
        var parameters = ParseQuery(query);
        if (core.Switches.RequiresTls)
        {
            throw RpcErrors.TlsRequired();
        }

        var webshop = parameters.GetValueOrDefault("webshop", "");
        var own = core.Options.Webshop.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (webshop.Length > 0 && !string.Equals(webshop, own, StringComparison.Ordinal))
        {
            throw RpcErrors.InvalidWebshop();
        }

        var language = parameters.GetValueOrDefault("language", "");
        if (language.Length > 0 && !(language.Length == 2 && language.All(char.IsAsciiLetterLower)))
        {
            throw RpcErrors.InvalidLanguage();
        }

        // A language the shop does not have falls back to the shop's own (section 1.2).
        var known = core.Options.Languages.Contains(language, StringComparer.Ordinal) ? language : core.Options.Languages[0];
        var (auth, login) = CheckAuth(parameters.GetValueOrDefault("auth", ""), core);
        return parameters.GetValueOrDefault("session", "").Length > 0
            ? throw RpcErrors.BadSessionToken()
            : new RpcContext(webshop.Length > 0, known, auth, login);
    }

    private static (string? Auth, bool Login) CheckAuth(string auth, AbicartCore core)
    {
        if (auth.Length == 0)
        {
            return (null, false);
        }

        if (core.State.Sessions.TryGetValue(auth, out var ends) && core.Clock.Now < ends)
        {
            return (auth, true);
        }

        var token = core.State.AuthTokens.All.FirstOrDefault(t => t.Active && string.Equals(t.Token, auth, StringComparison.Ordinal))
            ?? throw RpcErrors.BadAuthToken();
        core.State.AuthTokens.Put(token with { LastUsed = core.Clock.Now });
        return (auth, false);
    }

    private static Dictionary<string, string> ParseQuery(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            parameters[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }

        return parameters;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
