using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>The matching rules of specter.md section 8: two flags, two criteria, each combination.</summary>
public sealed class SpecterCustomerTests
{
    /// <summary>Whom a submit finds when Anna has the e-mail address and Bo has the number that it carries.</summary>
    [Theory]
    [InlineData(false, false, "anna@b.se", "556677-8899", "Anna")]
    [InlineData(false, false, "ANNA@B.SE ", "", "Anna")]
    [InlineData(false, false, "new@b.se", " 556677-8899", "Bo")]
    [InlineData(false, false, "new@b.se", "112233-4455", "new")]
    [InlineData(true, false, "anna@b.se", "556677-8899", "Bo")]
    [InlineData(true, false, "anna@b.se", "112233-4455", "new")]
    [InlineData(true, false, "anna@b.se", "", "new")]
    [InlineData(false, true, "anna@b.se", "556677-8899", "Anna")]
    [InlineData(false, true, "new@b.se", "556677-8899", "new")]
    [InlineData(true, true, "anna@b.se", "556677-8899", "new")]
    public void Matching_follows_the_flags(bool ignoreEmail, bool ignoreOrgNo, string email, string orgNo, string found)
    {
        var wire = SpecterWire.New();
        var anna = wire.Customer("Anna", "anna@b.se", ("orgNo", "121212-1212"));
        var bo = wire.Customer("Bo", "bo@b.se", ("orgNo", "556677-8899"));

        var id = wire.Customer(
            "Cilla", email, ("orgNo", orgNo), ("ignoreControlEmail", ignoreEmail ? "1" : "0"), ("ignoreControlOrgNo", ignoreOrgNo ? "1" : "0"));

        Assert.Equal(found, id == anna ? "Anna" : id == bo ? "Bo" : "new");
        Assert.Equal("Cilla", wire.System.Customers[id].Name);
        Assert.Equal(found == "new" ? 3 : 2, wire.System.Customers.Count);
    }

    [Fact]
    public void Without_force_a_matched_customer_stays_as_it_was()
    {
        var wire = SpecterWire.New();
        var id = wire.Customer("Anna", "a@b.se", ("city", "Åre"));

        var answer = wire.Put("newCustomerSubmit", "Annan", ("name", "Annan"), ("emailAddress", "a@b.se"), ("city", "Lund"));

        Assert.Equal(id, SpecterWire.Id(answer));
        var customer = wire.System.Customers[id];
        Assert.Equal(("Anna", "Åre", 0), (customer.Name, customer.InvoiceAddress.City, customer.Updates));
    }

    [Fact]
    public void Forced_update_keeps_fields_that_are_not_sent_unless_the_switch_clears_them()
    {
        var wire = SpecterWire.New();
        var id = wire.Customer("Anna", "a@b.se", ("city", "Åre"), ("deliveryCity", "Örebro"));

        wire.Customer("Anna", "a@b.se", ("city", "Lund"));
        Assert.Equal("Örebro", wire.System.Customers[id].DeliveryAddress.City);
        wire.System.Behaviour = new SpecterSwitches { ForceUpdateClearsOmitted = true };
        wire.Customer("Anna", "a@b.se", ("city", "Lund"));

        Assert.Equal("", wire.System.Customers[id].DeliveryAddress.City);
    }

    [Fact]
    public void After_an_update_the_customer_is_found_by_the_new_address_only()
    {
        var wire = SpecterWire.New();
        var id = wire.Customer("Anna", "old@b.se", ("orgNo", "556677-8899"));
        wire.Customer("Anna", "new@b.se", ("orgNo", "556677-8899"));

        Assert.Equal(id, wire.Customer("Anna", "new@b.se"));
        Assert.NotEqual(id, wire.Customer("Anna", "old@b.se"));
    }

    [Fact]
    public void A_customer_can_be_identified_by_its_id()
    {
        var wire = SpecterWire.New();
        var id = wire.Customer("Anna", "a@b.se");

        Assert.Equal(id, wire.Customer("Anna Ny", "other@b.se", ("customerId", $"{id}"), ("identifyByCustomerId", "1")));
        Assert.StartsWith("0;30;", wire.Put(
            "newCustomerSubmit", "X", ("name", "X"), ("emailAddress", "x@b.se"), ("customerId", "1"), ("identifyByCustomerId", "1")));
    }

    [Fact]
    public void A_private_persons_key_is_over_first_and_last_name()
    {
        var wire = SpecterWire.New();

        var answer = wire.Put(
            "newCustomerSubmit", "Åsa Öberg", ("customerOrganizationalForm", "P"), ("firstName", "Åsa"), ("surName", "Öberg"),
            ("contactPerson", "Åsa Öberg"), ("emailAddress", "a@b.se"));

        Assert.Equal("Åsa Öberg", wire.System.Customers[SpecterWire.Id(answer)].Name);
    }

    [Theory]
    [InlineData("emailAddress", "")]
    [InlineData("customerOrganizationalForm", "X")]
    [InlineData("customerGroupId", "tre")]
    [InlineData("orgNo", "123456789012345678901")]
    public void A_bad_customer_is_refused_and_nothing_is_stored(string parameter, string value)
    {
        var wire = SpecterWire.New();
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "A", ["emailAddress"] = "a@b.se" };
        pairs[parameter] = value;

        Assert.StartsWith("0;2", wire.Put("newCustomerSubmit", "A", [.. pairs.Select(pair => (pair.Key, pair.Value))]));
        Assert.Empty(wire.System.Customers);
    }
}
