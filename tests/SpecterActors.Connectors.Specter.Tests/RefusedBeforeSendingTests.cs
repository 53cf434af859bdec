using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>What must not go out is refused by name of the field, without its value, and without a call.</summary>
public sealed class RefusedBeforeSendingTests
{
    private readonly Account account = new();

    public static TheoryData<string, string> LongFields => new()
    {
        { "emailAddress", "emailAddress is longer than 100 characters" },
        { "orgNo", "orgNo is longer than 20 characters" },
        { "firstName", "firstName is longer than 50 characters" },
        { "surName", "surName is longer than 50 characters" },
        { "phoneNo", "phoneNo is longer than 50 characters" },
        { "mobileNo", "mobileNo is longer than 50 characters" },
        { "name", "name is longer than 100 characters" },
    };

    [Theory]
    [MemberData(nameof(LongFields))]
    public async Task A_value_that_is_too_long_is_never_cut(string field, string problem)
    {
        var value = new string('x', 101);
        var buyer = field switch
        {
            "emailAddress" => Account.Person() with { Email = value },
            "orgNo" => Account.Person() with { OrganisationNumber = value },
            "firstName" => Account.Person() with { FirstName = value },
            "surName" => Account.Person() with { LastName = value },
            "phoneNo" => Account.Person() with { Phone = value },
            "mobileNo" => Account.Person() with { Mobile = value },
            _ => Account.Person() with { Company = value },
        };

        var outcome = await account.Connector.SubmitCustomerAsync(Account.Submission(buyer), Account.Call, CancellationToken.None);

        AssertRefused(outcome, problem);
    }

    [Fact]
    public async Task A_customer_without_a_name_cannot_be_sent() => AssertRefused(
        await account.Connector.SubmitCustomerAsync(
            Account.Submission(Account.Person() with { FirstName = " ", LastName = "" }), Account.Call, CancellationToken.None),
        "name is missing");

    [Fact]
    public async Task An_address_for_mail_is_sent_as_it_is_or_not_at_all() => AssertRefused(
        await account.Connector.SubmitCustomerAsync(
            Account.Submission(Account.Person() with { Email = "żaba@example.test" }), Account.Call, CancellationToken.None),
        "emailAddress has a character that Specter cannot store");

    [Theory]
    [InlineData("AŁ-1", "articleNo_1 has a character that Specter cannot store")]
    [InlineData(" ", "articleNo_1 is missing")]
    public async Task An_article_number_is_never_spelt_otherwise(string number, string problem) => AssertRefused(
        await SubmitAsync(Account.Draft(new ErpOrderRow(number, "x", 1, 1, 25, true))), problem);

    [Fact]
    public async Task A_price_is_never_rounded_on_the_wire() => AssertRefused(
        await SubmitAsync(Account.Draft(new ErpOrderRow("A", "x", 1.0005m, 1, 25, true))), "priceExclVAT_1 has more than 3 decimals");

    [Fact]
    public async Task An_order_needs_an_external_number_rows_and_a_customer_of_Specter()
    {
        AssertRefused(await SubmitAsync(Account.Draft() with { ExternalOrderNo = " " }), "externalOrderNo is missing");
        AssertRefused(await SubmitAsync(Account.Draft() with { Rows = [] }), "articleNo_1 is missing");
        AssertRefused(
            await account.Connector.SubmitOrderAsync("12x", Account.Draft(), new OrderTexts(null, null), Account.Call, CancellationToken.None),
            "customerId is not a number of Specter");
    }

    [Fact]
    public async Task The_customers_reference_is_not_cut() => AssertRefused(
        await account.Connector.SubmitOrderAsync("1", Account.Draft(), new OrderTexts(null, new string('r', 51)), Account.Call, CancellationToken.None),
        "customerOrderReference is longer than 50 characters");

    [Fact]
    public async Task More_than_100_articles_are_refused_and_none_is_no_call()
    {
        var many = Enumerable.Range(1, 101).Select(n => new ErpArticleDraft($"A{n}", "x", 1, 25)).ToList();

        var refused = Assert.IsType<Outcome<Unit>.Refused>(
            await account.Connector.SubmitArticlesAsync(many, update: false, Account.Call, CancellationToken.None));
        Assert.Equal("too-many-articles", refused.Code);
        Assert.IsType<Outcome<Unit>.Done>(await account.Connector.SubmitArticlesAsync([], update: false, Account.Call, CancellationToken.None));
        Assert.Empty(account.Sent);
    }

    [Fact]
    public async Task A_text_takes_its_closest_spelling_or_is_refused_by_setting()
    {
        var row = new ErpOrderRow("A", "Zoë’s – cup\u200b a\u0308 ő € 茶", 1, 1, 25, true);
        await SubmitAsync(Account.Draft(row));
        Assert.Contains("&articleName_1=Zo%EB%27s+-+cup+%E4+%F6+EUR+%3F&", account.Sent[0].Body, StringComparison.Ordinal);

        var strict = new Account(Account.Dummy(change => change.UnmappableTexts = UnmappableText.Refuse));
        var outcome = await strict.Connector.SubmitOrderAsync("1", Account.Draft(row), new OrderTexts(null, null), Account.Call, CancellationToken.None);
        Assert.Equal("articleName_1 has a character that Specter cannot store", Assert.IsType<Outcome<OrderSubmitted>.Refused>(outcome).Message);
    }

    [Fact]
    public async Task The_key_of_a_name_is_over_what_is_sent_after_spelling()
    {
        await account.Connector.SubmitCustomerAsync(
            Account.Submission(Account.Person() with { Company = "Łódź \u200b Café ‘A’" }), Account.Call, CancellationToken.None);

        Assert.StartsWith("name=L%F3dz+Caf%E9+%27A%27&", account.Sent[0].Body, StringComparison.Ordinal);
        Assert.EndsWith("&key=" + Client.SpecterKey.Of(account.Options, "Lódz Café 'A'"), account.Sent[0].Body, StringComparison.Ordinal);
    }

    private Task<Outcome<OrderSubmitted>> SubmitAsync(ErpOrderDraft draft) =>
        account.Connector.SubmitOrderAsync("109", draft, new OrderTexts(null, null), Account.Call, CancellationToken.None);

    private void AssertRefused<T>(Outcome<T> outcome, string problem)
    {
        var refused = Assert.IsType<Outcome<T>.Refused>(outcome);
        Assert.Equal(ParkingCodes.FieldInvalid, refused.Code);
        Assert.Equal(problem, refused.Message);
        Assert.True(account.Connector.IsPlainRefusal(refused.Code));
        Assert.Empty(account.Sent);
    }
}
