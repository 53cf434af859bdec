using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Domain.Values;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Sync.Tenants;

/// <summary>Makes the report of a set-up out of what both systems answered and what the articles know. Calls nobody itself.</summary>
/// <param name="settings">Settings looked at.</param>
/// <param name="erp">What the ERP answered to the test of its credentials.</param>
/// <param name="shops">What each shop answered, by id.</param>
/// <param name="articleOf">State of an article number; null when it was never seen.</param>
/// <param name="rangeRead">Whether a shop's whole range was read, by its id.</param>
/// <param name="tenant">The tenant as it stands; null before it exists.</param>
/// <param name="hearsCallbacks">Whether both systems are told an address for their callbacks.</param>
internal sealed class SetupInspection(
    TenantSettings settings,
    Outcome<string> erp,
    IReadOnlyDictionary<string, Outcome<ShopInfo>> shops,
    Func<string, Task<ArticleState?>> articleOf,
    Func<string, bool> rangeRead,
    TenantState? tenant,
    bool hearsCallbacks)
{
    private readonly List<SetupPoint> points = [];
    private readonly List<SetupMethod> methods = [];

    public async Task<SetupReport> ReportAsync(DateTimeOffset at)
    {
        Erp();
        if (!hearsCallbacks)
        {
            Add("callbacks", SetupPointState.Note, $"admin.publicUrl is not set, so neither system can call back: what changes is seen at the next poll, within {settings.Pace.Poll.TotalSeconds:0} s (pace.poll).");
        }

        foreach (var shop in settings.Shops)
        {
            var subject = $"shop {shop.Id}";
            var info = (shops[shop.Id] as Outcome<ShopInfo>.Done)?.Value;
            Shop(subject, shop, info);
            await ArticlesAsync(subject, shop, info);
            Held(subject, shop);
            if (info is not null)
            {
                Methods(subject, shop, info);
                Mails(subject, shop.Orders, info);
            }
        }

        return new SetupReport(settings.Id, at, points, methods);
    }

    /// <summary>Numbers of rows that are no goods, with what each is for (mission A16).</summary>
    public static IEnumerable<(string Setting, string? Number, string Name)> SpecialArticles(OrderMappingSettings orders) =>
    [
        ("freightArticle", orders.FreightArticle, "Frakt"),
        ("paymentFeeArticle", orders.PaymentFeeArticle, "Betalningsavgift"),
        ("cashOnDeliveryArticle", orders.CashOnDeliveryArticle, "Postförskott"),
        ("discountArticle", orders.DiscountArticle, "Rabatt"),
        ("giftCardArticle", orders.GiftCardArticle, "Presentkort"),
        ("roundingArticle", orders.RoundingArticle, "Öresutjämning"),
    ];

    private void Erp()
    {
        if (erp is Outcome<string>.Done)
        {
            Add("erp", SetupPointState.Ok, $"The credentials of {settings.Erp.System} account {settings.Erp.Account} work.");
        }
        else
        {
            Add("erp", SetupPointState.Wrong, $"{settings.Erp.System} account {settings.Erp.Account}: {erp.Text()}.", "Check erp.baseUrl, erp.account, erp.apiUser and the keys.");
        }

        Add("erp", SetupPointState.Note, "The ERP account needs its modules for orders and invoices and for the webshop connection; book-keeping is optional, variant articles only for variants.");
        if (!settings.Customers.ForceUpdate)
        {
            Add(
                "customers", SetupPointState.Note, "customers.forceUpdate is off: the ERP takes an order's addresses from the customer as it stands there, which may be those of an earlier order.");
        }
    }

    private void Shop(string subject, ShopSettings shop, ShopInfo? info)
    {
        if (info is null)
        {
            Add(subject, SetupPointState.Wrong, $"{shop.System} {shop.Account}: {shops[shop.Id].Text()}.", "Check the shop's baseUrl, account and token.");
            return;
        }

        Add(subject, SetupPointState.Ok, $"The credentials work; the shop is '{info.Name}', its prices are stored {(info.PricesIncludeVat ? "with" : "without")} VAT.");
        if (string.Equals(info.BaseCurrency, shop.Orders.Currency, StringComparison.Ordinal))
        {
            Add(subject, SetupPointState.Ok, $"The base currency is {info.BaseCurrency}.");
        }
        else
        {
            Add(
                subject, SetupPointState.Wrong, $"The base currency is {info.BaseCurrency}; {shop.Orders.Currency} is needed (mission A3).",
                $"Only a shop whose base currency is {shop.Orders.Currency} can be connected.");
        }
    }

    private async Task ArticlesAsync(string subject, ShopSettings shop, ShopInfo? info)
    {
        foreach (var (setting, number, _) in SpecialArticles(shop.Orders))
        {
            var about = $"{subject}: {setting}";
            if (string.IsNullOrWhiteSpace(number))
            {
                Unset(about, setting, info);
                continue;
            }

            if (ArticleNumber.FaultOf(number) is { } fault)
            {
                Add(about, SetupPointState.Wrong, $"'{number}': the article number {fault.Reason}.", "Use letters a to z, digits, hyphen and underscore.");
                continue;
            }

            var article = await articleOf(number);
            if (article?.Listings.Keys.FirstOrDefault() is { } seller)
            {
                Add(about, SetupPointState.Wrong, $"'{number}' is also the number of an article of shop {seller}.", "Give one of them another number (mission A16).");
            }
            else if (!settings.Shops.All(s => rangeRead(s.Id)))
            {
                Add(about, SetupPointState.NotProven, $"Whether '{number}' is also an article of a shop is known once its whole range was read.", "Ask again in a while.");
            }

            if (article?.Presence == ErpPresence.Known)
            {
                Add(about, SetupPointState.Ok, $"'{number}' exists in the ERP.");
            }
            else
            {
                Add(
                    about, SetupPointState.NotProven, $"Nothing has shown yet that '{number}' exists in the ERP.",
                    $"Save the article in the ERP once, so that its article feed shows it; or have it made there where it is missing: POST /admin/tenants/{settings.Id}/setup/prove.");
            }
        }
    }

    /// <summary>What waits for a person's word, and what is made by itself.</summary>
    private void Held(string subject, ShopSettings shop)
    {
        var path = $"POST /admin/tenants/{settings.Id}/shops/{shop.Id}";
        if (tenant?.StockHeld.Contains(shop.Id) == true)
        {
            Add(
                $"{subject}: stock", SetupPointState.ToConfirm, "It is held: since the ERP decides it, all of it would be written at once. Nothing of it reaches the shop.",
                $"{path}/stock/release with preview: true; then with preview: false and the writes it showed as count.");
        }

        if (tenant?.DataHeld.GetValueOrDefault(shop.Id) is { } parts)
        {
            Add(
                $"{subject}: articles", SetupPointState.ToConfirm,
                $"Who decides {string.Join(", ", parts.Select(p => char.ToLowerInvariant($"{p}"[0]) + $"{p}"[1..]))} has changed: single changes go, what differed then waits.",
                $"{path}/data/release with action: preview; then with action: push and the writes it showed as count, or with action: leave.");
        }

        if (shop.Articles is { ImportFromErp: true, NewArticles: not NewErpArticles.List } articles)
        {
            Add(
                $"{subject}: newArticles", SetupPointState.Note,
                $"What the ERP shows and the shop lacks is made in the shop{(articles.NewArticles == NewErpArticles.CreateHidden ? ", hidden" : "")}. The ERP's article feed must show name, price and VAT rate; where it does not, the article is listed as erp-value-unknown.");
        }
    }

    /// <summary>Which of the numbers an order may need follows from what the shop offers.</summary>
    private void Unset(string about, string setting, ShopInfo? info)
    {
        var needed = setting switch
        {
            "freightArticle" => info is null or { DeliveryMethods.Count: > 0 },
            "cashOnDeliveryArticle" => info?.CashOnDelivery ?? true,
            "giftCardArticle" => info?.GiftCards ?? true,
            "roundingArticle" => false,
            _ => true,
        };
        Add(
            about, needed ? SetupPointState.Missing : SetupPointState.Note, needed ? "It is not set: an order that needs it is parked." : "It is not set, and this shop needs none.",
            needed ? $"Set {setting} to an article number of the ERP." : "");
    }

    private void Methods(string subject, ShopSettings shop, ShopInfo info)
    {
        var orders = shop.Orders;
        foreach (var method in info.DeliveryMethods)
        {
            var key = orders.DeliveryMethods.GetValueOrDefault(method.Id);
            methods.Add(new SetupMethod(shop.Id, "delivery", method.Id, method.Name, method.Type, key));
            Add(
                $"{subject}: delivery method {method.Id} '{method.Name}'", key is null ? SetupPointState.Missing : SetupPointState.Ok,
                key is null ? "It is not linked: orders with it go without a delivery method the ERP knows, and are flagged." : $"It is linked as '{key}'.",
                key is null ? $"Enter {method.Id} as external key of the delivery method '{method.Name}' in the ERP, then add it to deliveryMethods." : "");
        }

        foreach (var method in info.PaymentMethods)
        {
            var code = orders.PaymentCodes.GetValueOrDefault(method.Id) ?? orders.PaymentCodes.GetValueOrDefault(method.Type);
            methods.Add(new SetupMethod(shop.Id, "payment", method.Id, method.Name, method.Type, code));
            if (code is null && info.GiftCardMethods.Contains(method.Id))
            {
                continue;
            }

            Add(
                $"{subject}: payment method {method.Id} '{method.Name}'", code is null ? SetupPointState.Missing : SetupPointState.Ok,
                code is null ? "It has no payment code: orders with it go with an empty one." : $"It has the payment code {code}.",
                code is null ? $"Add {method.Id}{(method.Type.Length > 0 ? $", or its type {method.Type}," : "")} to paymentCodes." : "");
        }

        if (orders.ZeroCashOnDeliveryRow && info.CashOnDelivery == false)
        {
            Add($"{subject}: zeroCashOnDeliveryRow", SetupPointState.Note, "It has no effect: the shop has no cash on delivery (mission A12).");
        }
    }

    /// <summary>Exactly one confirmation: where the shop's own cannot be silenced by its API, a person does it and says so (mission A8, A9).</summary>
    private void Mails(string subject, OrderMappingSettings orders, ShopInfo info)
    {
        Mail(orders.ErpSendsConfirmation, orders.ShopConfirmationIsOff, "shopConfirmationIsOff", "order confirmation to the buyer");
        Mail(orders.ErpSendsCopyToAdministrator, orders.ShopCopyIsOff, "shopCopyIsOff", "copy of the confirmation to the merchant");

        void Mail(bool fromErp, bool silenced, string setting, string mail)
        {
            if (!fromErp)
            {
                Add(
                    $"{subject}: {setting}", silenced ? SetupPointState.Wrong : SetupPointState.Ok,
                    silenced ? $"Neither the shop nor the ERP sends the {mail}." : $"The shop sends the {mail}, the ERP sends none.",
                    silenced ? "Let the ERP send it, or switch the shop's on again and take the setting away." : "");
            }
            else if (silenced)
            {
                Add($"{subject}: {setting}", SetupPointState.Ok, $"The ERP sends the {mail}; somebody has confirmed that the shop sends none.");
            }
            else
            {
                Add(
                    $"{subject}: {setting}", SetupPointState.ToConfirm, $"The ERP sends the {mail}; the shop must not send its own, and its API cannot switch it off.",
                    $"{info.MailClickPath} Then set {setting}.");
            }
        }
    }

    private void Add(string subject, SetupPointState state, string text, string remedy = "") => points.Add(new SetupPoint(subject, state, text, remedy));
}
