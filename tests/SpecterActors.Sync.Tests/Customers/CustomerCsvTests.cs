using System.Text;
using SpecterActors.Sync.Customers;
using Xunit;

namespace SpecterActors.Sync.Tests.Customers;

/// <summary>Customer lists as they come: encodings, separators, quotes, columns by many names.</summary>
public sealed class CustomerCsvTests
{
    [Theory]
    [InlineData("Kundnr;Namn;E-post;Orgnr\r\n109;Åsa Öberg; ANNA@Example.se ;850709-9805\r\n", "109 email:anna@example.se number:8507099805")]
    [InlineData("customerId,emailAddress,orgNo\n109,anna@example.se,SE556036079301\n110,,\n", "109 email:anna@example.se number:5560360793|110")]
    [InlineData("id\temail\n109\ta@b.se", "109 email:a@b.se")]
    [InlineData("Id;Email\n109;\"a;\"\"x\"\"@b.se\"\n\n110;\"c@d.se\n\"\n", "109 email:a;\"x\"@b.se|110 email:c@d.se")]
    [InlineData("Id;Orgnr\n109;DE 123/4\n", "109 number:de1234")]
    public void Rows_are_read_in_normal_form(string text, string expected)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Latin1, new UTF8Encoding(true) })
        {
            var read = CustomerCsv.Parse(encoding.GetPreamble().Concat(encoding.GetBytes(text)).ToArray(), new CsvColumns());
            Assert.Null(read.Wrong);
            Assert.Equal(expected, string.Join('|', read.Rows.Select(r => string.Join(' ', r.Identities.Values.Prepend(r.CustomerId)))));
        }
    }

    [Fact]
    public void Other_columns_can_be_named()
    {
        var text = Encoding.UTF8.GetBytes("Löpnr;Brev;Id\n109;a@b.se;1\n");
        Assert.Equal("109", Assert.Single(CustomerCsv.Parse(text, new CsvColumns("löpnr", "BREV")).Rows).CustomerId);
        Assert.Contains("not among them", CustomerCsv.Parse(text, new CsvColumns("nummer", "Brev")).Wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Namn;Ort\nx;y")]
    [InlineData("Kundnr;Namn\n1;x")]
    public void A_file_without_what_is_needed_is_refused_as_a_whole(string text) =>
        Assert.NotNull(CustomerCsv.Parse(Encoding.UTF8.GetBytes(text), new CsvColumns()).Wrong);

    [Fact]
    public void A_line_without_a_customers_id_is_left_out_and_named_without_what_stands_in_it()
    {
        var read = CustomerCsv.Parse(Encoding.UTF8.GetBytes("Id;Email\n;anna@b.se\nx1;b@b.se\n\"109\";\"c\n\"\n110;d@b.se\n,;"), new CsvColumns());

        Assert.Equal(["109", "110"], read.Rows.Select(r => r.CustomerId));
        Assert.Equal(["2 the customer's id is missing", "3 the customer's id is no number", "7 the customer's id is no number"], read.Problems.Select(p => $"{p.Line} {p.Reason}"));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_throw()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            _ = CustomerCsv.Parse(Encoding.ASCII.GetBytes("id;email\n").Concat(bytes).ToArray(), new CsvColumns());
            _ = CustomerCsv.Parse(bytes, new CsvColumns());
        }
    }
}
