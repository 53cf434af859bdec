using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Domain.Tenants;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Tenants;

/// <summary>
/// Reads the settings of a tenant as they stand in a request body or under <c>tenants { id { ... } }</c> of a configuration file: one shape
/// for both. Secrets come in as plain values under <c>secrets</c> and are never written out again.
/// </summary>
internal static partial class TenantSettingsReader
{
    private static readonly string[] KnownErps = ["specter"];
    private static readonly string[] KnownShops = ["abicart"];

    /// <summary>The settings, or everything that is wrong with them. Problems name the field by its path below the tenant.</summary>
    public static (TenantSettings? Settings, IReadOnlyList<FieldProblem> Problems) Read(string id, JsonElement body)
    {
        var problems = new List<FieldProblem>();
        if (!IdPattern().IsMatch(id))
        {
            problems.Add(new FieldProblem("id", $"\"{id}\" cannot be a tenant's id.", "Use 1 to 40 lower-case letters, digits and hyphens, a letter first."));
        }

        var root = new SettingsReader("", body, problems);
        var name = root.Text("name", 100) ?? id;
        var erp = Erp(root.Object("erp"));
        var shops = root.Objects("shops").Select(entry => Shop(entry.Name, entry.Reader)).ToImmutableArray();
        if (shops.IsEmpty)
        {
            root.Problem("shops", "names no shop.", "Name at least one: shops { main { system: \"abicart\", ... } }.");
        }

        var secrets = root.Map("secrets") ?? ImmutableSortedDictionary<string, string>.Empty;
        CheckSecrets(root, erp, shops, secrets);
        CheckShops(root, shops);
        var settings = new TenantSettings(id, name)
        {
            Erp = erp,
            Shops = shops,
            Secrets = new Personal<SecretSet>($"{id}/secrets", new SecretSet(secrets)),
            Customers = Customers(root.Object("customers")),
            Pace = Pace(root.Object("pace")),
            Reconciliation = Reconciliation(root.Object("reconciliation")),
        };
        root.RefuseUnknown();
        return (problems.Count == 0 ? settings : null, problems);
    }

    private static ErpAccount Erp(SettingsReader reader)
    {
        var erp = new ErpAccount(
            System(reader, KnownErps),
            Url(reader),
            reader.RequiredText("account", "Write the account's id (Specter: sbmId).", 40),
            reader.Text("apiUser", 40) ?? "",
            reader.Map("options") ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            RequeueStock = reader.Bool("requeueStock", false),
            Lane = Lane(reader.Object("lane")),
        };
        reader.RefuseUnknown();
        return erp;
    }

    private static ShopSettings Shop(string id, SettingsReader reader)
    {
        if (!IdPattern().IsMatch(id))
        {
            reader.Problem("id", $"\"{id}\" cannot be a shop's id.", "Use 1 to 40 lower-case letters, digits and hyphens, a letter first.");
        }

        var defaults = new ShopSettings(id, "", "", "", ImmutableSortedDictionary<string, string>.Empty);
        var shop = new ShopSettings(
            id,
            System(reader, KnownShops),
            Url(reader),
            reader.RequiredText("account", "Write the shop's account (Abicart: webshop).", 40),
            reader.Map("options") ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            Orders = OrderSettingsReader.Read(reader.Object("orders")),
            OrderLife = OrderLifeSettingsReader.Read(reader.Object("orderLife")),
            CarryCustomerChanges = reader.Bool("carryCustomerChanges", defaults.CarryCustomerChanges),
            ExportOrders = reader.Bool("exportOrders", defaults.ExportOrders),
            ExportFrom = reader.Time("exportFrom"),
            SyncStock = reader.Bool("syncStock", defaults.SyncStock),
            StockBuffer = reader.Decimal("stockBuffer", defaults.StockBuffer, 0, 1_000_000),
            StockSites = StockSites(reader),
            StatusToShop = reader.Choices("statusToShop", defaults.StatusToShop),
            Articles = ArticleSettingsReader.Read(reader.Object("articles")),
            Lane = Lane(reader.Object("lane")),
        };
        reader.RefuseUnknown();
        return shop;
    }

    private static ImmutableSortedSet<string> StockSites(SettingsReader reader)
    {
        var sites = reader.Texts("stockSites") ?? [];
        if (sites.FirstOrDefault(site => site.Length is 0 or > 40 || site.Contains(',', StringComparison.Ordinal)) is { } wrong)
        {
            reader.Problem("stockSites", $"\"{wrong}\" is no id of a stock site.", "Write the ERP's ids: [\"1\", \"3\"]; leave it empty for all.");
        }

        return sites;
    }

    private static LaneSettings Lane(SettingsReader reader)
    {
        var defaults = new LaneSettings();
        var lane = new LaneSettings
        {
            Calls = reader.Int("calls", defaults.Calls, 1, 10_000),
            Window = reader.Duration("window", defaults.Window, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Jitter = reader.OptionalDuration("jitter", TimeSpan.Zero, TimeSpan.FromSeconds(10)),
            Concurrency = reader.Int("concurrency", defaults.Concurrency, 1, 64),
            Deadline = reader.Duration("deadline", defaults.Deadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
        };
        reader.RefuseUnknown();
        return lane;
    }

    private static CustomerPolicy Customers(SettingsReader reader)
    {
        var defaults = new CustomerPolicy();
        var policy = new CustomerPolicy
        {
            IgnoreEmail = reader.Bool("ignoreEmail", defaults.IgnoreEmail),
            IgnoreOrganisationNumber = reader.Bool("ignoreOrganisationNumber", defaults.IgnoreOrganisationNumber),
            BothIgnored = reader.Choice("bothIgnored", defaults.BothIgnored),
            ForceUpdate = reader.Bool("forceUpdate", defaults.ForceUpdate),
            Conflicts = reader.Choice("conflicts", defaults.Conflicts),
            NumberForm = reader.Choice("numberForm", defaults.NumberForm),
            CompanyGroupId = reader.OptionalInt("companyGroupId", 0, int.MaxValue),
            PrivateGroupId = reader.OptionalInt("privateGroupId", 0, int.MaxValue),
        };
        reader.RefuseUnknown();
        return policy;
    }

    private static PaceSettings Pace(SettingsReader reader)
    {
        var defaults = new PaceSettings();
        TimeSpan least = TimeSpan.FromMilliseconds(50), day = TimeSpan.FromDays(1);
        var pace = new PaceSettings
        {
            Poll = reader.Duration("poll", defaults.Poll, least, day),
            Settle = reader.Duration("settle", defaults.Settle, least, day),
            AttemptWindow = reader.Duration("attemptWindow", defaults.AttemptWindow, least, day),
            Retry = reader.Duration("retry", defaults.Retry, least, day),
            RowTimeout = reader.Duration("rowTimeout", defaults.RowTimeout, least, day),
            Resend = reader.Duration("resend", defaults.Resend, least, day),
            StockQueueGrace = reader.Duration("stockQueueGrace", defaults.StockQueueGrace, TimeSpan.Zero, day),
            Overlap = reader.Duration("overlap", defaults.Overlap, TimeSpan.Zero, day),
            UnknownRefusalsMax = reader.Int("unknownRefusalsMax", defaults.UnknownRefusalsMax, 0, 100),
        };
        reader.RefuseUnknown();
        return pace;
    }

    private static ReconciliationSettings Reconciliation(SettingsReader reader)
    {
        var defaults = new ReconciliationSettings();
        var settings = new ReconciliationSettings
        {
            Enabled = reader.Bool("enabled", defaults.Enabled),
            Interval = reader.Duration("interval", defaults.Interval, TimeSpan.FromMinutes(10), TimeSpan.FromDays(31)),
            FromHour = reader.Int("fromHour", defaults.FromHour, 0, 23),
            ToHour = reader.Int("toHour", defaults.ToHour, 1, 24),
            ChangeShareMax = reader.Decimal("changeShareMax", defaults.ChangeShareMax, 0, 100),
            OrderWindow = reader.Duration("orderWindow", defaults.OrderWindow, TimeSpan.FromHours(1), TimeSpan.FromDays(90)),
        };
        reader.RefuseUnknown();
        return settings;
    }

    private static string System(SettingsReader reader, string[] known)
    {
        var choices = $"Write one of: {string.Join(", ", known)}.";
        var system = reader.RequiredText("system", choices);
        if (system.Length > 0 && !known.Contains(system, StringComparer.Ordinal))
        {
            reader.Problem("system", $"\"{system}\" is not a system this program can talk to here.", choices);
        }

        return system;
    }

    private static string Url(SettingsReader reader)
    {
        var url = reader.RequiredText("baseUrl", "Write the address of its API.");
        if (url.Length == 0)
        {
            return url;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            reader.Problem("baseUrl", "is not an http(s) address.", "Write it like https://api.example.com/; credentials stand under secrets.");
        }
        else if (uri is { Scheme: "http", IsLoopback: false })
        {
            reader.Problem("baseUrl", "is not encrypted.", "Write https; http is for this machine only.");
        }

        return url;
    }

    private static void CheckSecrets(
        SettingsReader root, ErpAccount erp, ImmutableArray<ShopSettings> shops, ImmutableSortedDictionary<string, string> secrets)
    {
        string[] allowed = ["erp.apiUserKey", "erp.integrationKey", "erp.md5Key1", "erp.md5Key2", .. shops.Select(shop => $"shop.{shop.Id}.auth")];
        foreach (var name in secrets.Keys.Where(name => !allowed.Contains(name, StringComparer.Ordinal)))
        {
            var near = NearestName.Of(name, allowed);
            root.Problem($"secrets.{name}", "is not a secret of this tenant.", near is null ? $"Known: {string.Join(", ", allowed)}." : $"Did you mean {near}?");
        }

        // Changed settings without any secret keep those that are stored; a partial set would silently mix old and new.
        if (secrets.IsEmpty)
        {
            return;
        }

        string[] keys = erp.Options.GetValueOrDefault("apiVersion") == "1" ? ["erp.md5Key1", "erp.md5Key2"] : ["erp.apiUserKey", "erp.integrationKey"];
        foreach (var name in keys.Concat(shops.Select(shop => $"shop.{shop.Id}.auth")))
        {
            if (string.IsNullOrWhiteSpace(secrets.GetValueOrDefault(name)))
            {
                root.Problem($"secrets.{name}", "is missing.", "Give all secrets, or leave out the whole group to keep those that are stored.");
            }
        }
    }

    private static void CheckShops(SettingsReader root, ImmutableArray<ShopSettings> shops)
    {
        foreach (var twice in shops.GroupBy(shop => (shop.System, shop.BaseUrl, shop.Account)).Where(group => group.Count() > 1))
        {
            root.Problem("shops", $"{string.Join(" and ", twice.Select(shop => shop.Id))} are the same shop.", "Name each shop once.");
        }

        foreach (var prefix in shops.GroupBy(shop => shop.Orders.OrderPrefix, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            root.Problem(
                "shops",
                $"{string.Join(" and ", prefix.Select(shop => shop.Id))} have the same order prefix \"{prefix.Key}\".",
                "Give each shop its own orders.orderPrefix: order numbers of two shops must differ in the ERP.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();
}
