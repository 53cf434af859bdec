using System.Text;
using System.Text.RegularExpressions;
using SpecterActors.Domain.Values;
using Xunit;

namespace SpecterActors.Domain.Tests;

/// <summary>Properties of the values by which articles and customers are told apart, over many generated spellings.</summary>
public sealed partial class ValuesPropertyTests
{
    private const int Rounds = 20_000;
    private const string Alphabet = "aAzZ09-_ åÄö,.%&¤#€/\\\t\u00a0\u0301é\ud83d\ude00\0'\"<>ßıİ";

    [Fact]
    public void A_number_is_legal_exactly_when_it_is_made_of_legal_characters()
    {
        var random = new Random(11);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Text(random, random.Next(0, random.Next(50) == 0 ? 130 : 8));
            var fault = ArticleNumber.FaultOf(text);
            Assert.True(Legal().IsMatch(text) == fault is null, $"'{text}' gave {fault}");
            if (fault is { Kind: not ArticleNumberFaultKind.Missing })
            {
                Assert.InRange(fault.Position, 1, text.Length);
            }
        }
    }

    [Fact]
    public void The_normal_form_of_an_address_is_its_own_normal_form_and_knows_no_case_and_no_blanks_around()
    {
        var random = new Random(12);
        for (var round = 0; round < Rounds; round++)
        {
            var typed = Text(random, random.Next(0, 12)) + "@" + Text(random, random.Next(0, 6));
            var normal = EmailAddress.Parse(typed)!.Value;
            Assert.Equal(normal, EmailAddress.Parse(normal)!.Value);
            Assert.Equal(normal, EmailAddress.Parse($"  {typed}\t")!.Value);
            Assert.Equal(EmailAddress.Parse("å" + typed.Trim()), EmailAddress.Parse("Å" + typed.Trim()));
        }
    }

    [Fact]
    public void A_number_of_a_person_or_company_is_the_same_however_it_is_punctuated()
    {
        var random = new Random(13);
        for (var round = 0; round < Rounds; round++)
        {
            var digits = string.Concat(Enumerable.Range(0, 10).Select(_ => (char)('0' + random.Next(10))));
            var plain = OrganisationNumber.Parse(digits)!;
            Assert.Equal(plain.Value, OrganisationNumber.Parse($" {digits[..6]}-{digits[6..]} ")!.Value);
            Assert.Equal(plain.Value, OrganisationNumber.Parse(plain.Display)!.Value);
            Assert.Equal(plain.Value, OrganisationNumber.Parse(plain.Value)!.Value);
        }
    }

    [Fact]
    public void Any_text_at_all_is_read_or_refused_and_never_throws()
    {
        var random = new Random(14);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Text(random, random.Next(0, 25));
            var number = OrganisationNumber.Parse(text);
            if (number is not null)
            {
                Assert.Equal(number.Value, OrganisationNumber.Parse(number.Value)?.Value);
            }
        }
    }

    private static string Text(Random random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(random.Next(6) == 0 ? (char)random.Next(0x250) : Alphabet[random.Next(random.Next(2) == 0 ? 8 : Alphabet.Length)]);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,100}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Legal();
}
