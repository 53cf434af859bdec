using System.Collections.Immutable;
using System.Text;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Values;

namespace SpecterActors.Sync.Customers;

/// <summary>
/// A list of the ERP's customers as a CSV file: UTF-8, else ISO-8859-1; separated by semicolon, tab or comma; quoted fields may hold
/// separators and line ends. The first line names the columns.
/// </summary>
internal static class CustomerCsv
{
    /// <summary>More lines than any account has; what is behind them is refused, not dropped.</summary>
    public const int RowsMax = 500_000;

    private static readonly string[] IdNames = ["customerid", "customerno", "customernumber", "kundnr", "kundnummer", "kundid", "id", "nr"];
    private static readonly string[] EmailNames = ["emailaddress", "email", "e-mail", "epost", "e-post", "e-postadress", "epostadress", "mail"];
    private static readonly string[] NumberNames = ["orgno", "organisationsnummer", "organisationsnr", "orgnr", "org.nr", "org nr", "personnummer", "personnr", "org/personnr", "vatno"];

    /// <summary>Reads the whole list. Problems name the line and never what stands in it.</summary>
    public static Read Parse(ReadOnlyMemory<byte> bytes, CsvColumns columns)
    {
        var lines = new Lines(Decode(bytes));
        var first = lines.PeekLine();
        var separator = new[] { ';', '\t', ',' }.MaxBy(c => first.Count(x => x == c));
        if (lines.Next(separator) is not { } header)
        {
            return Wrong("The file is empty.");
        }

        var names = header.Select(n => n.Trim().ToLowerInvariant()).ToList();
        var id = Find(names, columns.Id, IdNames);
        var email = Find(names, columns.Email, EmailNames);
        var number = Find(names, columns.Number, NumberNames);
        if (id < 0 || (email < 0 && number < 0))
        {
            return Wrong($"The columns are {string.Join(", ", header.Take(30))}; the customer's id{(id < 0 ? " is not among them" : ", and e-mail address or number, are needed")}.");
        }

        var rows = ImmutableArray.CreateBuilder<Row>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        while (lines.Next(separator) is { } fields)
        {
            if (fields is [""] or [])
            {
                continue;
            }

            if (rows.Count + problems.Count >= RowsMax)
            {
                return Wrong($"The file has more than {RowsMax} customers.");
            }

            var key = Field(fields, id).Trim();
            if (key.Length is 0 or > 18 || !key.All(char.IsAsciiDigit))
            {
                problems.Add(new Problem(lines.RowBegan, key.Length == 0 ? "the customer's id is missing" : "the customer's id is no number"));
                continue;
            }

            rows.Add(new Row(key, SetOf(Field(fields, email), Field(fields, number))));
        }

        return new Read(null, rows.ToImmutable(), problems.ToImmutable());
    }

    private static IdentitySet SetOf(string email, string number) => new(
    [
        .. new[]
        {
            EmailAddress.Parse(email) is { } e ? $"email:{e.Value}" : null,
            OrganisationNumber.Parse(number) is { } n ? $"number:{n.Value}".ToLowerInvariant() : null,
        }.OfType<string>(),
    ]);

    private static string Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Span).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes.Span);
        }
    }

    private static int Find(List<string> names, string? wanted, string[] usual) =>
        wanted is null ? names.FindIndex(n => usual.Contains(n, StringComparer.Ordinal)) : names.IndexOf(wanted.Trim().ToLowerInvariant());

    private static string Field(IReadOnlyList<string> fields, int index) => index >= 0 && index < fields.Count ? fields[index] : "";

    private static Read Wrong(string problem) => new(problem, [], []);

    /// <summary>What was read; <paramref name="Wrong"/> says why nothing could be.</summary>
    public sealed record Read(string? Wrong, ImmutableArray<Row> Rows, ImmutableArray<Problem> Problems);

    /// <summary>One customer.</summary>
    public sealed record Row(string CustomerId, IdentitySet Identities);

    /// <summary>A line that was left out.</summary>
    public sealed record Problem(int Line, string Reason);

    private sealed class Lines(string text)
    {
        private int at;
        private int line = 1;

        /// <summary>Line on which the row read last began.</summary>
        public int RowBegan { get; private set; }

        public string PeekLine() => text[..(text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length)];

        /// <summary>The next row, or null at the end.</summary>
        public List<string>? Next(char separator)
        {
            if (at >= text.Length)
            {
                return null;
            }

            RowBegan = line;
            var fields = new List<string>();
            var field = new StringBuilder();
            var quoted = false;
            for (; at < text.Length; at++)
            {
                var c = text[at];
                line += c == '\n' ? 1 : 0;
                if (quoted)
                {
                    if (c != '"')
                    {
                        field.Append(c);
                    }
                    else if (at + 1 < text.Length && text[at + 1] == '"')
                    {
                        field.Append('"');
                        at++;
                    }
                    else
                    {
                        quoted = false;
                    }
                }
                else if (c == '"' && field.Length == 0)
                {
                    quoted = true;
                }
                else if (c == separator)
                {
                    fields.Add(field.ToString());
                    field.Clear();
                }
                else if (c == '\n')
                {
                    at++;
                    break;
                }
                else if (c != '\r')
                {
                    field.Append(c);
                }
            }

            fields.Add(field.ToString());
            return fields;
        }
    }
}

/// <summary>Names of the columns of a customer list, where they are not among the usual ones.</summary>
/// <param name="Id">The ERP's customer id.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Number">Organisation or personal number.</param>
public sealed record CsvColumns(string? Id = null, string? Email = null, string? Number = null);
