namespace SpecterActors.Domain.Values;

/// <summary>
/// An e-mail address in the form in which two spellings are compared: no surrounding blanks, lower case (å ä ö included). Blanks inside are
/// kept, since no mail system ignores them. What a buyer typed is compared even when no mail could reach it: the ERP compares it as well.
/// </summary>
public sealed record EmailAddress
{
    private EmailAddress(string value) => Value = value;

    /// <summary>The normal form.</summary>
    public string Value { get; }

    /// <summary>Whether mail could reach it: something on both sides of exactly one @, no blanks, a dot inside the domain.</summary>
    public bool IsWellFormed
    {
        get
        {
            var at = Value.IndexOf('@', StringComparison.Ordinal);
            var domain = at < 0 ? "" : Value[(at + 1)..];
            return at > 0
                && !domain.Contains('@', StringComparison.Ordinal)
                && !Value.Any(char.IsWhiteSpace)
                && domain.IndexOf('.', StringComparison.Ordinal) > 0
                && domain[^1] != '.';
        }
    }

    /// <summary>The normal form of what was typed, or null when nothing was.</summary>
    public static EmailAddress? Parse(string? text)
    {
        var value = TextFolding.Lower(text ?? "");
        return value.Length == 0 ? null : new EmailAddress(value);
    }

    /// <summary>Never the address itself: it is personal.</summary>
    public override string ToString() => "(e-mail)";
}
