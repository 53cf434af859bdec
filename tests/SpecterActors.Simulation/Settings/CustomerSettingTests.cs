using System.Globalization;
using System.Text;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Failures;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Customers;
using Xunit;

namespace SpecterActors.Simulation.Settings;

/// <summary>Customer matching as an explicit policy (mission A5 to A7, W1, W2; guarantee 14), through the whole engine against the simulated account.</summary>
public sealed class CustomerSettingTests
{
    private const string Email = "anna@example.se";
    private const string Number = "850709-9805";

    /// <summary>
    /// Whom an order finds. Hits: what the account has before. <c>email</c>: customer E with the e-mail address; <c>number</c>: customer N with
    /// the number; <c>same</c>: customer E with both; <c>two</c>: E and N; <c>none</c>: somebody else; <c>no-number</c>, <c>no-email</c>: E and N, and the buyer gave no
    /// number, or no e-mail address. The last column: which policy sends which flags.
    /// </summary>
    [Theory]
    [InlineData("none", "email", "E")]
    [InlineData("none", "number", "N")]
    [InlineData("none", "same", "E")]
    [InlineData("none", "two", "E")]
    [InlineData("none", "none", "new")]
    [InlineData("none", "no-number", "E")]
    [InlineData("none", "no-email", "N")]
    [InlineData("email", "no-email", "N")]
    [InlineData("number", "no-email", "new")]
    [InlineData("both", "no-email", "new")]
    [InlineData("both-by-email", "no-email", "new")]
    [InlineData("email", "email", "new")]
    [InlineData("email", "number", "N")]
    [InlineData("email", "same", "E")]
    [InlineData("email", "two", "N")]
    [InlineData("email", "none", "new")]
    [InlineData("email", "no-number", "new")]
    [InlineData("number", "email", "E")]
    [InlineData("number", "number", "new")]
    [InlineData("number", "same", "E")]
    [InlineData("number", "two", "E")]
    [InlineData("number", "none", "new")]
    [InlineData("number", "no-number", "E")]
    [InlineData("both", "email", "new")]
    [InlineData("both", "number", "new")]
    [InlineData("both", "same", "new")]
    [InlineData("both", "two", "new")]
    [InlineData("both", "none", "new")]
    [InlineData("both", "no-number", "new")]
    [InlineData("both-by-email", "email", "E")]
    [InlineData("both-by-email", "number", "new")]
    [InlineData("both-by-email", "same", "E")]
    [InlineData("both-by-email", "two", "E")]
    [InlineData("both-by-email", "none", "new")]
    [InlineData("both-by-email", "no-number", "E")]
    public void A_buyer_finds_the_customer_that_the_policy_says_and_overwrites_it_only_by_setting(string flags, string hits, string found)
    {
        foreach (var force in new[] { true, false })
        {
            // An account that takes customers without an e-mail address only where the buyer gave none.
            var stage = hits == "no-email"
                ? new SettingsStage(specter: new SpecterSwitches { RequireEmailAddress = false }, erpOptions: ("requireEmailAddress", "false"))
                : new SettingsStage();
            var before = Account(stage, hits);
            stage.With(customers: Policy(flags) with { ForceUpdate = force });
            var order = stage.Order(stage.Draft(SettingsStage.Anna with { Number = hits == "no-number" ? "" : Number, Email = hits == "no-email" ? "" : Email }));

            var name = before.SingleOrDefault(c => c.Value == order.CustomerId).Key ?? "new";
            Assert.Equal(found, name);
            var customer = stage.Specter.Customers[order.CustomerId];
            Assert.Equal(name == "new" ? 0 : force ? 1 : 0, customer.Updates);
            Assert.Equal(name == "new" || force ? "Gatan 1" : "Förr 1", customer.InvoiceAddress.Address);
            Assert.Equal(before.Count + (name == "new" ? 1 : 0), stage.Specter.Customers.Count);
            var sent = stage.Network.Last("newCustomerSubmit");
            Assert.Equal(
                flags switch { "none" => "", "email" => "e", "number" => "n", "both" => "en", _ => "n" },
                (sent.ContainsKey("ignoreControlEmail") ? "e" : "") + (sent.ContainsKey("ignoreControlOrgNo") ? "n" : ""));
        }
    }

    [Fact]
    public void A_conflict_known_from_an_imported_list_is_parked_with_both_candidates_before_anything_is_overwritten()
    {
        var (stage, before) = Imported();
        var row = stage.Parked(stage.Draft());

        Assert.Equal(ParkingCodes.CustomerConflict, row.Code);
        Assert.Contains($"belongs to ERP customer {before["E"]}, the number to ERP customer {before["N"]}", row.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", row.Cause, StringComparison.OrdinalIgnoreCase);
        Assert.All(stage.Specter.Customers.Values, c => Assert.Equal(0, c.Updates));
        Assert.Empty(stage.Specter.Orders);

        // The two are made one in the ERP, and the one that is gone is forgotten.
        Assert.True(Do(stage, a => a.ForgetCustomerAsync(SettingsStage.Tenant, Text(before["N"]), SettingsStage.By, default)).Ok);
        Assert.True(Do(stage, a => a.RetryAsync(row.PersistenceId, SettingsStage.By, default)).Ok);
        stage.Until(() => stage.Specter.FindOrders("W1001").Count == 1, "the order after the conflict was mended");
        Assert.Equal(before["E"], stage.Specter.FindOrders("W1001")[0].CustomerId);
    }

    [Theory]
    [InlineData(CustomerConflict.PreferEmail, "E")]
    [InlineData(CustomerConflict.PreferNumber, "N")]
    public void By_setting_one_of_the_two_is_taken(CustomerConflict conflicts, string taken)
    {
        var (stage, before) = Imported(new CustomerPolicy { Conflicts = conflicts });
        Assert.Equal(before[taken], stage.Order(stage.Draft()).CustomerId);
    }

    [Theory]
    [InlineData("email")]
    [InlineData("number")]
    [InlineData("both")]
    public void Where_one_value_is_ignored_there_is_no_conflict(string flags)
    {
        var (stage, _) = Imported(Policy(flags));
        stage.Order(stage.Draft());
    }

    [Fact]
    public void A_conflict_known_from_our_own_answers_is_parked_too()
    {
        var stage = new SettingsStage().With();
        var first = stage.Order(stage.Draft(SettingsStage.Anna with { Number = "" }));
        var second = stage.Order(stage.Draft(SettingsStage.Anna with { Email = "annan@example.se" }));
        Assert.NotEqual(first.CustomerId, second.CustomerId);

        var row = stage.Parked(stage.Draft());
        Assert.Equal(ParkingCodes.CustomerConflict, row.Code);
        Assert.Contains($"belongs to ERP customer {first.CustomerId}, the number to ERP customer {second.CustomerId}", row.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NumberForm.AsTyped, "19850709 9805", "19850709 9805")]
    [InlineData(NumberForm.WithHyphen, "19850709 9805", "850709-9805")]
    [InlineData(NumberForm.DigitsOnly, "850709-9805", "8507099805")]
    [InlineData(NumberForm.DigitsOnly, "DE 123/4", "DE 123/4")]
    public void Numbers_are_written_as_set(NumberForm form, string typed, string sent)
    {
        var stage = new SettingsStage().With(customers: new CustomerPolicy { NumberForm = form });
        stage.Order(stage.Draft(SettingsStage.Anna with { Number = typed }));
        Assert.Equal(sent, stage.Network.Last("newCustomerSubmit")["orgNo"]);
    }

    [Fact]
    public void Two_spellings_of_one_buyer_at_the_same_moment_make_one_customer()
    {
        var stage = new SettingsStage().With(customers: new CustomerPolicy { NumberForm = NumberForm.WithHyphen });
        stage.Place(stage.Draft(SettingsStage.Anna with { Email = " ANNA@example.se ", Number = "198507099805" }));
        stage.Place(stage.Draft());
        stage.Place(stage.Draft(SettingsStage.Anna with { Email = "annan@example.se" }));
        stage.Until(() => stage.Specter.Orders.Count == 3, "all three orders");
        Assert.Single(stage.Specter.Customers);
    }

    [Fact]
    public void An_import_says_what_it_did_and_a_dry_run_does_nothing()
    {
        var stage = new SettingsStage().With();
        var csv = Encoding.Latin1.GetBytes("Kundnr;E-post;Orgnr\n1;a@b.se;\n2;A@B.SE;556036-0793\nx;c@d.se;\n3;;\n2;ny@b.se;556036-0793\n");
        CustomerImportReport Import(bool dry) => Do(stage, a => a.ImportCustomersAsync(SettingsStage.Tenant, csv, new CsvColumns(), dry, SettingsStage.By, default)).Report!;

        Assert.Equal((5, 3, 0, 1), Figures(Import(dry: true)));
        Assert.Equal(0, Import(dry: true).Stored);
        var report = Import(dry: false);
        Assert.Equal((5, 3, 3, 1), Figures(report));
        Assert.Equal(["line 4: the customer's id is no number"], report.Problems);
        Assert.Equal((5, 3, 0, 1), Figures(Import(dry: false)));

        var refused = Do(stage, a => a.ImportCustomersAsync(SettingsStage.Tenant, "a;b"u8.ToArray(), new CsvColumns(), false, SettingsStage.By, default)).Result;
        Assert.Equal("csv-unreadable", refused.Refusal!.Code);
        Assert.Contains(Do(stage, a => a.GetTenantAsync(SettingsStage.Tenant, default))!.Audit, e => e.Action == "import 3 customers, 3 new or changed");
    }

    [Fact]
    public void No_personal_value_stands_in_a_list_for_search()
    {
        var (stage, before) = Imported();
        var journal = stage.Engine.System.Journal;
        Assert.Empty(stage.Do(() => journal.FindAsync($"{SettingsStage.Tenant}/", "customer-email", Email, default)));
        var view = Do(stage, a => a.GetEntityAsync(Sync.EntityIds.ErpCustomer(SettingsStage.Tenant, Text(before["E"])), null, default))!;
        Assert.DoesNotContain("anna", view.StateJson, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void With_a_person_erased_nothing_of_it_is_known_or_found_any_more()
    {
        var (stage, before) = Imported();
        Assert.Equal(ParkingCodes.CustomerConflict, stage.Parked(stage.Draft()).Code);

        Assert.True(Do(stage, a => a.EraseAsync(SettingsStage.Tenant, null, Email, preview: false, SettingsStage.By, default)).Ok);
        Assert.True(Do(stage, a => a.EraseAsync(SettingsStage.Tenant, null, Number, preview: false, SettingsStage.By, default)).Ok);

        foreach (var id in before.Values)
        {
            var view = Do(stage, a => a.GetEntityAsync(Sync.EntityIds.ErpCustomer(SettingsStage.Tenant, Text(id)), null, default))!;
            Assert.Contains("\"source\":\"\"", view.StateJson.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        // Nothing is known any more that could be in conflict.
        stage.Order(stage.Draft() with { OrderNumber = "2001" });
    }

    private static (int Lines, int Customers, int Stored, int WithoutIdentity) Figures(CustomerImportReport report) => (report.Lines, report.Customers, report.Stored, report.WithoutIdentity);

    private static (SettingsStage Stage, Dictionary<string, int> Before) Imported(CustomerPolicy? policy = null)
    {
        var stage = new SettingsStage();
        var before = Account(stage, "two");
        stage.With(customers: policy);
        var csv = Encoding.UTF8.GetBytes($"Kundnr;E-post;Orgnr\n{before["E"]};{Email.ToUpperInvariant()};\n{before["N"]};;{Number.Replace("-", "", StringComparison.Ordinal)}\n");
        Assert.True(Do(stage, a => a.ImportCustomersAsync(SettingsStage.Tenant, csv, new CsvColumns(), false, SettingsStage.By, default)).Result.Ok);
        return (stage, before);
    }

    private static T Do<T>(SettingsStage stage, Func<IAdminService, Task<T>> act) => stage.Do(() => act(stage.Engine.Admin));

    private static CustomerPolicy Policy(string flags) => new()
    {
        IgnoreEmail = flags is "email" or "both" or "both-by-email",
        IgnoreOrganisationNumber = flags is "number" or "both" or "both-by-email",
        BothIgnored = flags == "both-by-email" ? BothIgnored.NewUnlessEmailMatches : BothIgnored.AlwaysNew,
    };

    /// <summary>The account before the order: customers by name.</summary>
    private static Dictionary<string, int> Account(SettingsStage stage, string hits) => hits switch
    {
        "email" => Customers(stage, ("E", Email, "")),
        "number" => Customers(stage, ("N", "n@example.se", Number)),
        "same" => Customers(stage, ("E", Email, Number)),
        "two" or "no-number" or "no-email" => Customers(stage, ("E", Email, ""), ("N", "n@example.se", Number)),
        _ => Customers(stage, ("O", "o@example.se", "556036-0793")),
    };

    private static Dictionary<string, int> Customers(SettingsStage stage, params (string Name, string Email, string Number)[] customers) => customers.ToDictionary(
        c => c.Name,
        c => stage.Specter.AddCustomer(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = c.Name, ["emailAddress"] = c.Email, ["orgNo"] = c.Number, ["address"] = "Förr 1",
        }).Id,
        StringComparer.Ordinal);

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
