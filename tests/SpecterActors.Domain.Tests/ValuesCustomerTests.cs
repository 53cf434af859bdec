using System.Collections.Immutable;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using Xunit;

namespace SpecterActors.Domain.Tests;

public sealed class ValuesCustomerTests
{
    private static readonly PostalAddress Address = new(null, null, "Storgatan 1", null, "11122", "Umeå", "SE");

    [Theory]
    [InlineData("Anna@Example.SE", "anna@example.se")]
    [InlineData("  anna@example.se\t", "anna@example.se")]
    [InlineData("\u00A0anna@example.se ", "anna@example.se")]
    [InlineData("ÅSA.ÄNG@ÖRE.SE", "åsa.äng@öre.se")]
    [InlineData("A\u030Asa@o\u0308re.se", "åsa@öre.se")]
    [InlineData("an na@example.se", "an na@example.se")]
    public void Spellings_of_an_address_have_one_normal_form(string typed, string normal) =>
        Assert.Equal(normal, EmailAddress.Parse(typed)!.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Nothing_typed_is_no_address(string? typed) => Assert.Null(EmailAddress.Parse(typed));

    [Theory]
    [InlineData("a@b.se", true)]
    [InlineData("a@b", false)]
    [InlineData("@b.se", false)]
    [InlineData("a@b@c.se", false)]
    [InlineData("a b@c.se", false)]
    [InlineData("a@b.", false)]
    [InlineData("a@.se", false)]
    [InlineData("a", false)]
    public void Whether_mail_could_reach_it_is_told(string typed, bool wellFormed) =>
        Assert.Equal(wellFormed, EmailAddress.Parse(typed)!.IsWellFormed);

    [Theory]
    [InlineData("556036-0793")]
    [InlineData("5560360793")]
    [InlineData(" 556036 0793 ")]
    [InlineData("16556036-0793")]
    [InlineData("SE556036079301")]
    [InlineData("se 556036-0793 01")]
    [InlineData("556036\u20130793")]
    public void Spellings_of_an_organisation_number_have_one_normal_form(string typed)
    {
        var number = OrganisationNumber.Parse(typed)!;
        Assert.Equal((OrganisationNumberKind.Organisation, "5560360793", "556036-0793"), (number.Kind, number.Value, number.Display));
    }

    [Theory]
    [InlineData("850709-9805", null)]
    [InlineData("8507099805", null)]
    [InlineData("850709+9805", null)]
    [InlineData("19850709-9805", 19)]
    [InlineData("198507099805", 19)]
    public void Spellings_of_a_personal_number_have_one_normal_form(string typed, int? century)
    {
        var number = OrganisationNumber.Parse(typed)!;
        Assert.Equal((OrganisationNumberKind.Personal, "8507099805", century), (number.Kind, number.Value, number.Century));
    }

    [Fact]
    public void A_coordination_number_is_recognised()
    {
        var number = OrganisationNumber.Parse("701063-2391")!;
        Assert.Equal((OrganisationNumberKind.Coordination, "7010632391"), (number.Kind, number.Value));
    }

    [Theory]
    [InlineData("556036-0794", "5560360794")] // wrong checksum
    [InlineData("851309-9804", "8513099804")] // no month 13
    [InlineData("17850709-9805", "178507099805")] // no such century
    [InlineData("NO 923 609 016 MVA", "NO923609016MVA")]
    [InlineData("fi1234567-8", "FI12345678")]
    [InlineData("DE 123.456/789", "DE123456789")]
    public void Other_numbers_are_compared_as_text(string typed, string normal)
    {
        var number = OrganisationNumber.Parse(typed)!;
        Assert.Equal((OrganisationNumberKind.Opaque, normal), (number.Kind, number.Value));
        Assert.Equal(normal, number.Display);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("-")]
    public void Nothing_typed_is_no_number(string? typed) => Assert.Null(OrganisationNumber.Parse(typed));

    [Fact]
    public void The_leap_day_needs_a_leap_year()
    {
        Assert.Equal(OrganisationNumberKind.Personal, OrganisationNumber.Parse(WithChecksum("000229123"))!.Kind);
        Assert.Equal(OrganisationNumberKind.Opaque, OrganisationNumber.Parse("19" + WithChecksum("000229123"))!.Kind);
        Assert.Equal(OrganisationNumberKind.Opaque, OrganisationNumber.Parse(WithChecksum("010229123"))!.Kind);
    }

    [Fact]
    public void A_single_wrong_digit_never_passes_as_swedish()
    {
        const string Right = "5560360793";
        for (var place = 0; place < Right.Length; place++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var typed = Right[..place] + digit + Right[(place + 1)..];
                Assert.Equal(typed == Right, OrganisationNumber.Parse(typed)!.Kind is not OrganisationNumberKind.Opaque);
            }
        }
    }

    [Theory]
    [InlineData(false, false, new[] { "Email a@b.se", "Number 5560360793" })]
    [InlineData(true, false, new[] { "Number 5560360793" })]
    [InlineData(false, true, new[] { "Email a@b.se" })]
    [InlineData(true, true, new string[0])]
    public void The_policy_chooses_the_values(bool ignoreEmail, bool ignoreNumber, string[] expected)
    {
        var policy = new CustomerPolicy { IgnoreEmail = ignoreEmail, IgnoreOrganisationNumber = ignoreNumber };
        Assert.Equal(expected, CustomerIdentity.Identities(Buyer(" A@b.se", "556036-0793"), policy).Select(i => $"{i.Kind} {i.Value}"));
    }

    [Fact]
    public void No_value_means_no_identity() =>
        Assert.Empty(CustomerIdentity.Identities(Buyer(" ", null), new CustomerPolicy()));

    [Fact]
    public void Personal_values_do_not_show_in_texts()
    {
        Assert.DoesNotContain("a@b.se", EmailAddress.Parse("a@b.se")!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("850709", OrganisationNumber.Parse("850709-9805")!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a@b.se", new CustomerIdentity(CustomerIdentityKind.Email, "a@b.se").ToString(), StringComparison.Ordinal);
    }

    private static Buyer Buyer(string? email, string? number) =>
        new(null, "Åsa", "Öberg", number, email, null, null, Address, null, null, ImmutableSortedDictionary<string, string>.Empty);

    private static string WithChecksum(string nine)
    {
        var sum = nine.Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(p => p > 9 ? p - 9 : p);
        return nine + (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
