using SpecterActors.Connectors.Specter.Tests.Support;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

public sealed class SpecterOptionsTests
{
    [Theory]
    [InlineData("1", 2, 3, "orders.webshopId")]
    [InlineData("2", 2, 3, null)]
    [InlineData("1", null, 3, null)]
    [InlineData("2", 2, 4, "orders.unitPriceDecimals")]
    public void A_shop_is_held_against_what_the_account_can_do(string version, int? webshop, int decimals, string? field)
    {
        var account = new Domain.Tenants.ErpAccount("specter", "https://api.specter.example/", "1", "", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("apiVersion", version));
        var shop = new Domain.Tenants.ShopSettings("main", "abicart", "https://shop.example/", "1", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)
        {
            Orders = new Domain.Orders.OrderMappingSettings { WebshopId = webshop, UnitPriceDecimals = decimals },
        };

        Assert.Equal(field is null ? [] : [field], new SpecterConnectorKind().CheckShop(account, shop).Select(p => p.Field));
    }

    [Fact]
    public void The_dummy_account_is_in_order() => Assert.Empty(SpecterOptionsValidator.Problems(Account.Dummy()));

    [Fact]
    public void Every_problem_is_listed_by_its_setting_and_no_secret_is_shown()
    {
        var options = new SpecterOptions
        {
            BaseAddress = new Uri("http://api.specter.test/"), ApiUserId = "abc", ApiUserKey = "SECRETSECRET", DuplicateNumberPattern = "order (\\d+)",
            UnauthorisedPattern = "(", ValidationCodes = ["1"], DuplicateCodes = ["1"], RowPriceDecimals = 9, StockAnswerLimit = 0, AnswerBytesMax = 1,
        };

        var problems = SpecterOptionsValidator.Problems(options);

        string[] settings =
        [
            "BaseAddress", "SbmId", "IntegrationKey", "ApiUserId", "UnauthorisedPattern", "DuplicateNumberPattern", "ValidationCodes", "RowPriceDecimals",
            "StockAnswerLimit", "AnswerBytesMax",
        ];
        Assert.Equal(settings.Length, problems.Count);
        Assert.All(settings, setting => Assert.Contains(problems, problem => problem.Contains(setting, StringComparison.Ordinal)));
        Assert.DoesNotContain("SECRET", string.Concat(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Version_1_needs_its_own_keys() => Assert.Equal(
        ["Md5Key1 is needed for API version 1.", "Md5Key2 is needed for API version 1."],
        SpecterOptionsValidator.Problems(new SpecterOptions { SbmId = 1, ApiVersion = SpecterApiVersion.V1 }));
}
