using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>Somebody who buys, maybe often, and writes things differently each time.</summary>
/// <param name="Email">The e-mail address in its normal form.</param>
/// <param name="Number">Organisation or personal number with hyphen, or empty when never given.</param>
/// <param name="Company">Company name, or empty.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Address">Invoice address.</param>
internal sealed record SampleBuyer(
    string Email, string Number, string Company, string FirstName, string LastName, ShopAddress Address);

/// <summary>Makes buyers and the way they fill in the checkout.</summary>
internal static class SampleBuyers
{
    private static readonly string[] FirstNames =
        ["Åsa", "Örjan", "Märta", "Björn", "Göran", "Ängla", "Håkan", "Anna", "Erik", "Jürgen", "Zoë", "Pär", "Kåre", "Maria", "Lars"];

    private static readonly string[] LastNames =
        ["Åberg", "Öström", "Ärlig", "Sjöström", "Björkman", "Lindqvist", "Nygård", "Hägg", "Strömberg", "Söderström", "Wallén", "Grönkvist"];

    private static readonly string[] CompanyNames =
        ["Åkeri & Söner", "Öbo Möbler", "Björkens Bygg", "Nordsjö Handel", "Älvdalens Såg", "Gåsö Konditori", "Smörgåsbord", "Härnö Verkstad"];

    private static readonly string[] Streets =
        ["Storgatan", "Östra Ågatan", "Kungsvägen", "Björkstigen", "Älggränd", "Sjötorget", "Norra Vallgatan", "Häradsvägen"];

    private static readonly (string Code, string Town)[] Towns =
        [("111 22", "Stockholm"), ("411 05", "Göteborg"), ("211 20", "Malmö"), ("831 30", "Östersund"), ("352 30", "Växjö"), ("702 10", "Örebro"), ("972 31", "Luleå"), ("541 31", "Skövde")];

    public static SampleBuyer Make(int index, Random random)
    {
        var first = Pick(FirstNames, random);
        var last = Pick(LastNames, random);
        var isCompany = index % 3 == 0;
        var company = isCompany ? $"{Pick(CompanyNames, random)} {index} AB" : "";
        var number = index % 5 == 4 ? "" : isCompany ? SwedishNumbers.Organisation(random) : SwedishNumbers.Personal(random);
        var email = isCompany ? $"inkop{index}@foretag{index}.example.se" : $"kund.{index}@post.example.se";
        return new SampleBuyer(email, number, company, first, last, Address(first, last, random));
    }

    /// <summary>A private person abroad, without a Swedish number.</summary>
    public static SampleBuyer MakeForeign(int index, Country country, Random random)
    {
        var (first, last) = (country.FirstNames[random.Next(country.FirstNames.Length)], country.LastNames[random.Next(country.LastNames.Length)]);
        var (code, town) = country.Towns[random.Next(country.Towns.Length)];
        var address = new ShopAddress(first, last, $"{country.Street} {random.Next(1, 90)}", code, town, country.Code);
        return new SampleBuyer($"kunde.{index}@post.example.{country.Code.ToLowerInvariant()}", "", "", first, last, address);
    }

    public static ShopAddress Address(string first, string last, Random random)
    {
        var (code, town) = Towns[random.Next(Towns.Length)];
        return new ShopAddress(first, last, Street(random), code, town, "SE")
        {
            PhoneDay = $"08-{random.Next(100, 999)} {random.Next(10, 99)} {random.Next(10, 99)}",
            PhoneMobile = $"070-{random.Next(1_000_000, 9_999_999)}",
            Address2 = random.Next(6) == 0 ? $"Lgh {random.Next(1001, 1999)}" : "",
        };
    }

    /// <summary>What the buyer types at the checkout; <paramref name="spelling"/> decides how.</summary>
    public static ShopBuyer AtCheckout(SampleBuyer buyer, int spelling, ShopDeliveryAddress? delivery) => new(
        Spell(buyer.Email, spelling), buyer.Company, SpellNumber(buyer.Number, spelling), buyer.Address, delivery)
    {
        Custom = spelling % 9 == 8
            ? new SortedDictionary<string, string>(StringComparer.Ordinal) { ["Hälsning"] = "Grattis på födelsedagen, Åsa!" }
            : new SortedDictionary<string, string>(StringComparer.Ordinal),
    };

    public static ShopDeliveryAddress Delivery(SampleBuyer buyer, int index, Random random)
    {
        var (code, town) = Towns[random.Next(Towns.Length)];
        var name = buyer.Company.Length > 0 ? buyer.Company : $"{buyer.FirstName} {buyer.LastName}";
        return new ShopDeliveryAddress($"{name}, port {index}", $"{Street(random)} {index}", code, town, "SE");
    }

    private static string Spell(string email, int spelling) => (spelling % 6) switch
    {
        1 => email.ToUpperInvariant(),
        2 => " " + email,
        3 => email + " ",
        4 => string.Concat(email[..1].ToUpperInvariant(), email[1..]),
        5 => email.Replace("example", "Example", StringComparison.Ordinal),
        _ => email,
    };

    /// <summary>With hyphen, without, without the century, or not at all.</summary>
    private static string SpellNumber(string number, int spelling) => (spelling % 7) switch
    {
        1 => number.Replace("-", "", StringComparison.Ordinal),
        3 when number.Length == 13 => number[2..],
        5 => "",
        _ => number,
    };

    private static string Street(Random random) => $"{Pick(Streets, random)} {random.Next(1, 120)}";

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}

/// <summary>A country whose people buy in the sample shop.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Language">ISO 639-1.</param>
/// <param name="VatPercent">VAT that the shop charges there.</param>
/// <param name="Currency">In which it sells there.</param>
/// <param name="Street">A street.</param>
/// <param name="Towns">Postcodes and towns.</param>
/// <param name="FirstNames">First names.</param>
/// <param name="LastNames">Last names.</param>
internal sealed record Country(
    string Code, string Language, decimal VatPercent, string Currency, string Street, (string Code, string Town)[] Towns, string[] FirstNames,
    string[] LastNames)
{
    /// <summary>Norway is outside the union: no VAT, crowns of its own. Germany and Denmark at their rates. Finland's has decimals.</summary>
    public static Country[] All { get; } =
    [
        new("NO", "nb", 0m, "NOK", "Storgata", [("0155", "Oslo"), ("9008", "Tromsø"), ("5003", "Bergen")], ["Håkon", "Bjørn", "Solveig"], ["Bjørnstad", "Øvrebø", "Haugen"]),
        new("DE", "de", 19m, "SEK", "Königstraße", [("80331", "München"), ("50667", "Köln"), ("23552", "Lübeck")], ["Jürgen", "Käthe", "Günther"], ["Müller", "Schröder", "Weiß"]),
        new("DK", "da", 25m, "SEK", "Nørregade", [("8000", "Århus"), ("1165", "København K"), ("5000", "Odense")], ["Søren", "Bodil", "Jørgen"], ["Sørensen", "Kjær", "Møller"]),
        new("FI", "fi", 25.5m, "SEK", "Hämeenkatu", [("33100", "Tampere"), ("20100", "Turku"), ("65100", "Vaasa")], ["Päivi", "Väinö", "Aino"], ["Mäkelä", "Hämäläinen", "Korhonen"]),
    ];
}
