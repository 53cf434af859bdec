using System.Globalization;
using System.Text;

namespace SpecterActors.Connectors.Specter.Client;

/// <summary>
/// Parameters in the order they were added, percent-encoded over ISO-8859-1 with a space as plus (specter.md section 2.1). The first
/// value that must not go out is kept as <see cref="Problem"/>; nothing is ever cut.
/// </summary>
internal sealed class SpecterForm(UnmappableText unmappable)
{
    private readonly StringBuilder text = new();

    /// <summary>Why this must not be sent, naming the field and never the value; null when it may.</summary>
    public string? Problem { get; private set; }

    /// <summary>Texts in which a character became a question mark.</summary>
    public List<string> Replaced { get; } = [];

    /// <summary>A value of our own making.</summary>
    public SpecterForm Plain(string name, string value) => Append(name, value);

    public SpecterForm Number(string name, int value) => Append(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A decimal with point and exactly so many decimals; more significant ones are a problem.</summary>
    public SpecterForm Exact(string name, decimal value, int decimals)
    {
        if (decimal.Round(value, decimals) != value)
        {
            Fail($"{name} has more than {decimals} decimals");
        }

        return Append(name, value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    /// <summary>A decimal with point and as few decimals as it needs.</summary>
    public SpecterForm Shortest(string name, decimal value) => Append(name, value.ToString("0.############################", CultureInfo.InvariantCulture));

    /// <summary>A text for people: brought into ISO-8859-1 by its closest spelling.</summary>
    public SpecterForm Text(string name, string value, int? lengthMax = null)
    {
        var (closest, lossy) = Latin1Text.Closest(value);
        if (lossy)
        {
            Replaced.Add(name);
            if (unmappable == UnmappableText.Refuse)
            {
                Fail($"{name} has a character that Specter cannot store");
            }
        }

        return Checked(name, AsSent(value, closest), lengthMax);
    }

    /// <summary>What <see cref="Text"/> sends for this value; a key is computed over it.</summary>
    public static string Sent(string value) => AsSent(value, Latin1Text.Closest(value).Text);

    public SpecterForm TextIfAny(string name, string value, int? lengthMax = null) => value.Length == 0 ? this : Text(name, value, lengthMax);

    /// <summary>A value that identifies something: another spelling would be another thing, so it goes as it is or not at all.</summary>
    public SpecterForm Identifier(string name, string value, int? lengthMax = null)
    {
        if (!Latin1Text.Fits(value))
        {
            Fail($"{name} has a character that Specter cannot store");
        }

        return Checked(name, value, lengthMax);
    }

    public SpecterForm IdentifierIfAny(string name, string value, int? lengthMax = null) => value.Length == 0 ? this : Identifier(name, value, lengthMax);

    public SpecterForm Fail(string problem)
    {
        Problem ??= problem;
        return this;
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(text.ToString());

    public override string ToString() => text.ToString();

    /// <summary>Characters that were left out may leave two spaces behind.</summary>
    private static string AsSent(string value, string closest) =>
        closest == value || value.Contains('\n', StringComparison.Ordinal) ? closest : Latin1Text.Collapse(closest);

    private SpecterForm Checked(string name, string value, int? lengthMax)
    {
        if (lengthMax is { } max && value.Length > max)
        {
            Fail($"{name} is longer than {max} characters");
        }

        return Append(name, value);
    }

    private SpecterForm Append(string name, string value)
    {
        if (text.Length > 0)
        {
            text.Append('&');
        }

        text.Append(name).Append('=');
        foreach (var c in value)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            {
                text.Append(c);
            }
            else if (c == ' ')
            {
                text.Append('+');
            }
            else
            {
                // A character beyond ISO-8859-1 is a problem already noted, or was replaced before.
                text.Append('%').Append(((int)(c <= 'ÿ' ? c : '?')).ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return this;
    }
}
