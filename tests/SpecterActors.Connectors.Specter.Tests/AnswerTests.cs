using System.Net;
using System.Text;
using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>What each kind of answer to a write means.</summary>
public sealed class AnswerTests
{
    private const string Prolog = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";

    [Theory]
    [InlineData("1;20031;Ordern skapad", "done 20031")]
    [InlineData("1;20031;", "done 20031")]
    [InlineData(" 1 ; 20031 ;text; with; semicolons\r\n", "done 20031")]
    [InlineData(Prolog + "<root><APIresponse><result>1</result><id><![CDATA[20031]]></id><message>x</message></APIresponse></root>", "done 20031")]
    [InlineData("<anything><APIRESPONSE><Result>1</Result><OrderNo>20031</OrderNo></APIRESPONSE></anything>", "done 20031")]
    [InlineData("<APIresponse><result>1</result><id>20031</id></APIresponse>", "done 20031")]
    [InlineData("0;31;Artikeln 'X' finns inte", "refused specter-31 Artikeln 'X' finns inte")]
    [InlineData("2;31;Nej", "refused specter-31 Nej")]
    [InlineData("0;;Nej", "refused specter-unknown Nej")]
    [InlineData("0;E 12/å;Nej", "refused specter-e12 Nej")]
    [InlineData(Prolog + "<root><APIresponse><result>0</result><code>31</code><message><![CDATA[Nej; å]]></message></APIresponse></root>", "refused specter-31 Nej; å")]
    [InlineData("", "ambiguous empty-answer")]
    [InlineData("1", "ambiguous unreadable-answer")]
    [InlineData("1;200", "ambiguous unreadable-answer")]
    [InlineData("0;3", "ambiguous unreadable-answer")]
    [InlineData("1;;Ordern skapad", "ambiguous answer-without-id")]
    [InlineData("1;20031x;Ordern skapad", "ambiguous answer-without-id")]
    [InlineData("Microsoft VBScript runtime error; line 12; file", "ambiguous unreadable-answer")]
    [InlineData("<html><body>Server Error</body></html>", "ambiguous html-answer")]
    [InlineData("<!DOCTYPE html><html><br><body>Server Error", "ambiguous html-answer")]
    [InlineData("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>", "ambiguous html-answer")]
    [InlineData("<root><APIresponse><result>1</result><id>200", "ambiguous unreadable-xml")]
    [InlineData("<root><APIresponse><id>20031</id></APIresponse></root>", "ambiguous answer-without-result")]
    [InlineData("<root><other/></root>", "ambiguous answer-of-unknown-shape")]
    public async Task Order_answers(string answer, string expected)
    {
        var account = new Account { Answer = () => Account.Latin1(answer) };

        Assert.Equal(expected, Describe(await SubmitAsync(account)));
    }

    [Theory]
    [InlineData("1;109;Kunden skapad", "done 109")]
    [InlineData("1;abc;Kunden skapad", "ambiguous answer-without-id")]
    [InlineData("0;20;Parametern saknas", "refused specter-20 Parametern saknas")]
    [InlineData("<html>", "ambiguous html-answer")]
    public async Task Customer_answers(string answer, string expected)
    {
        var account = new Account { Answer = () => Account.Latin1(answer) };

        Assert.Equal(expected, Describe(await account.Connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Account.Call, CancellationToken.None)));
    }

    [Fact]
    public async Task Text_is_Latin_1_whatever_the_header_says_and_utf_8_only_when_it_is()
    {
        var account = new Account { Answer = () => Account.Latin1("0;1;Kunden finns inte i Malmö") };
        Assert.Equal("refused specter-1 Kunden finns inte i Malmö", Describe(await SubmitAsync(account)));
        account.Answer = () => WithCharset(Encoding.Latin1.GetBytes("0;1;Malmö"), "utf-8");
        Assert.Equal("refused specter-1 Malmö", Describe(await SubmitAsync(account)));
        account.Answer = () => WithCharset(Encoding.UTF8.GetBytes("0;1;Malmö"), "utf-8");
        Assert.Equal("refused specter-1 Malmö", Describe(await SubmitAsync(account)));
    }

    [Theory]
    [InlineData(500, "ambiguous http-500")]
    [InlineData(503, "ambiguous http-503")]
    [InlineData(302, "ambiguous http-302")]
    [InlineData(404, "refused http-404 ")]
    [InlineData(401, "unauthorised")]
    public async Task Http_statuses(int status, string expected)
    {
        var account = new Account { Answer = () => new HttpResponseMessage((HttpStatusCode)status) };

        Assert.Equal(expected, Describe(await SubmitAsync(account)));
    }

    [Fact]
    public async Task A_huge_answer_is_ambiguous()
    {
        var account = new Account { Answer = () => Account.Latin1("1;20031;" + new string('x', 2 * 1024 * 1024)) };

        Assert.Equal("ambiguous answer-too-large", Describe(await SubmitAsync(account)));
    }

    [Fact]
    public async Task A_duplicate_refusal_that_names_the_number_is_the_existing_order()
    {
        var account = new Account(Account.Dummy(change =>
        {
            change.DuplicateNumberPattern = @"finns redan på order (?<number>\d+)";
            change.ValidationCodes = ["31"];
        }))
        {
            Answer = () => Account.Latin1("0;40;Externt ordernummer 'W100045' finns redan på order 20031"),
        };

        var done = Assert.IsType<Outcome<OrderSubmitted>.Done>(await SubmitAsync(account));
        Assert.Equal(new OrderSubmitted("20031", Existing: true), done.Value);

        // A validation code is never taken for a duplicate, whatever its text says.
        account.Answer = () => Account.Latin1("0;31;Artikeln finns redan på order 20031");
        Assert.Equal("refused specter-31 Artikeln finns redan på order 20031", Describe(await SubmitAsync(account)));
        Assert.True(account.Connector.IsPlainRefusal("specter-31"));
        Assert.False(account.Connector.IsPlainRefusal("specter-40"));
        Assert.False(account.Connector.IsPlainRefusal("specter-99"));
        Assert.False(account.Connector.IsPlainRefusal("http-404"));
    }

    [Theory]
    [InlineData("0;40;Externt ordernummer finns redan")]
    [InlineData("0;99;Ett fel uppstod")]
    [InlineData("0;41;finns redan på order 7")]
    public async Task A_refusal_without_a_number_or_with_another_code_stays_a_refusal(string answer)
    {
        var account = new Account(Account.Dummy(change =>
        {
            change.DuplicateNumberPattern = @"finns redan på order (?<number>\d+)";
            change.DuplicateCodes = ["40"];
        }))
        {
            Answer = () => Account.Latin1(answer),
        };

        Assert.IsType<Outcome<OrderSubmitted>.Refused>(await SubmitAsync(account));
    }

    [Fact]
    public async Task Without_a_pattern_no_number_is_ever_taken_from_a_text()
    {
        var account = new Account { Answer = () => Account.Latin1("0;40;Externt ordernummer 'W100045' finns redan på order 20031") };

        Assert.Equal("refused specter-40 Externt ordernummer 'W100045' finns redan på order 20031", Describe(await SubmitAsync(account)));
    }

    [Theory]
    [InlineData("0;10;Felaktig nyckel eller behörighet saknas")]
    [InlineData("0;77;whatever")]
    public async Task Credentials_that_do_not_work_are_told_by_code_or_text(string answer)
    {
        var account = new Account(Account.Dummy(change => change.UnauthorisedCodes = ["77"])) { Answer = () => Account.Latin1(answer) };

        Assert.IsType<Outcome<OrderSubmitted>.Unauthorised>(await SubmitAsync(account));
    }

    [Fact]
    public async Task No_secret_comes_back_in_a_message_or_an_attempt()
    {
        var account = new Account();
        account.Answer = () => Account.Latin1($"0;1;{account.Options.ApiUserKey} {account.Options.IntegrationKey} ?key=472b175b726bbec0f79f01cbf23429f7");

        var outcome = await SubmitAsync(account);

        var everything = outcome + string.Join('\n', account.Lane.Attempts().Select(attempt => attempt.ToString()));
        Assert.DoesNotContain(account.Options.ApiUserKey, everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(account.Options.IntegrationKey, everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("472b175b", everything, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_Specter_quotes_of_a_person_or_a_callback_is_taken_out_of_the_refusal()
    {
        var account = new Account { Answer = () => Account.Latin1("0;21;Kunden Åsa Öberg (asa@example.test, 19121212-1212, Storgatan 1, Malmö) nekas") };
        var person = await account.Connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Account.Call, CancellationToken.None);
        account.Answer = () => Account.Latin1("0;21;actionStockChange har ett ogiltigt värde 'https://sync.example/cb/TOKEN/s'");
        var callback = await account.Connector.CheckAccountAsync(
            new ErpCallbacks(new Uri("https://sync.example/cb/TOKEN/s"), null, null, null, null), Account.Call, CancellationToken.None);
        account.Answer = () => Account.Latin1("0;21;Parametern publishedComment har ett ogiltigt värde 'Ring Åsa Öberg'");
        var order = await account.Connector.SubmitOrderAsync("1", Account.Draft(), new OrderTexts("Ring Åsa Öberg", null), Account.Call, CancellationToken.None);

        var everything = $"{person}{callback}{order}{string.Concat(account.Lane.Attempts())}";
        Assert.DoesNotMatch("Öberg|asa@|1912|Storgatan|Malmö|TOKEN", everything);
        Assert.Contains("publishedComment har ett ogiltigt värde '***'", everything, StringComparison.Ordinal);
    }

    internal static string Describe<T>(Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done { Value: OrderSubmitted order } => $"done {order.OrderNo}",
        Outcome<T>.Done done => $"done {done.Value}",
        Outcome<T>.Refused refused => $"refused {refused.Code} {refused.Message}",
        Outcome<T>.Unauthorised => "unauthorised",
        Outcome<T>.NotSent notSent => $"not-sent {notSent.Reason}",
        Outcome<T>.Ambiguous ambiguous => $"ambiguous {ambiguous.Reason}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Task<Outcome<OrderSubmitted>> SubmitAsync(Account account) =>
        account.Connector.SubmitOrderAsync("109", Account.Draft(), new OrderTexts(null, null), Account.Call, CancellationToken.None);

    private static HttpResponseMessage WithCharset(byte[] bytes, string charset)
    {
        var response = Account.Bytes(bytes, "text/html");
        response.Content.Headers.ContentType!.CharSet = charset;
        return response;
    }
}
