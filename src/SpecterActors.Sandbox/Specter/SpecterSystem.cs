using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SpecterActors.Sandbox.Specter;

/// <summary>
/// A simulated Specter account behind <c>getInfo.asp</c> and <c>putInfo.asp</c> as specter.md describes them. Facts that the
/// document leaves open are <see cref="SpecterSwitches"/>; refusal codes and texts are <see cref="SpecterErrorText"/>.
/// </summary>
/// <remarks>
/// Deterministic: the same options, seed, clock and calls give the same answers, ids included. A request is executed wholly
/// or not at all. Not thread-safe, see <see cref="ILivingSystem"/>.
/// </remarks>
public sealed partial class SpecterSystem : ILivingSystem
{
    private readonly SpecterOptions options;
    private readonly SpecterBooks books;
    private readonly Dictionary<string, Queue<SpecterErrorText>> plannedFailures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes an empty account.</summary>
    /// <param name="name">Name of the instance and first part of its path.</param>
    /// <param name="options">Account, credentials, limits and switches.</param>
    /// <param name="time">The clock of the account.</param>
    /// <param name="seed">Decides first ids and the gaps between order numbers.</param>
    public SpecterSystem(string name, SpecterOptions options, TimeProvider time, int seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (options.ApiVersion is not (1 or 2) || options.StockSites.Count == 0)
        {
            throw new ArgumentException("The API version is 1 or 2, and there is at least one stock site", nameof(options));
        }

        Name = name;
        this.options = options;
        _ = options.Switches.Checked();
        books = new SpecterBooks(name, options, time, seed);
        Guard = new RateGuard(name, options.RateLimit, time);
    }

    /// <inheritdoc />
    public string System => "specter";

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public Lock Gate { get; } = new();

    /// <inheritdoc />
    public RateGuard Guard { get; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Credentials
    {
        get
        {
            var credentials = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["sbmId"] = options.SbmId.ToString(CultureInfo.InvariantCulture),
            };
            if (options.ApiVersion == 1)
            {
                credentials["md5Key1"] = options.InnerKey;
                credentials["md5Key2"] = options.OuterKey;
                return credentials;
            }

            credentials["apiUserId"] = options.ApiUserId?.ToString(CultureInfo.InvariantCulture) ?? "";
            credentials["apiUserKey"] = options.InnerKey;
            credentials["integrationKey"] = options.OuterKey;
            return credentials;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<SandboxEffect> Effects => books.Effects;

    /// <inheritdoc />
    public DateTimeOffset? NextDue => books.NextDue;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, JsonElement> Switches => SandboxJson.Properties(books.Switches);

    /// <summary>The switches in force, or new ones from the next request on.</summary>
    public SpecterSwitches Behaviour
    {
        get => books.Switches;
        set => books.Switches = value.Checked();
    }

    /// <inheritdoc />
    public void SetSwitch(string name, JsonElement value) =>
        books.Switches = SandboxJson.With(books.Switches, name, value).Checked();

    /// <inheritdoc />
    public IReadOnlyList<SandboxCallback> TakeCallbacks()
    {
        books.CatchUp();
        return books.Triggers.Take();
    }

    /// <inheritdoc />
    public SandboxResponse Handle(SandboxRequest request)
    {
        books.CatchUp();
        var path = request.Path.TrimStart('/');
        var reads = path.Equals("getInfo.asp", StringComparison.OrdinalIgnoreCase);
        if (!reads && !path.Equals("putInfo.asp", StringComparison.OrdinalIgnoreCase))
        {
            return new SandboxResponse(404, "text/html", Encoding.Latin1.GetBytes("<html><body>404 - File or directory not found.</body></html>"));
        }

        if (request.Method is not ("GET" or "POST"))
        {
            return new SandboxResponse(405, "text/html", Encoding.Latin1.GetBytes("<html><body>405 - HTTP verb not allowed.</body></html>"));
        }

        var parameters = SpecterParameters.Read(request, books.Switches.TooLongValue);
        var action = parameters.Text("action").ToLowerInvariant();
        var xml = parameters.Text("useXML") == "2"
            || (books.Switches.ArticleAndOrderFeedsAlwaysXml && action is "getarticleinfoexternalneedupdate" or "getordersexternalneedupdate");
        if (plannedFailures.TryGetValue(action, out var planned) && planned.TryDequeue(out var failure))
        {
            return Refuse(failure, xml);
        }

        try
        {
            return (reads ? Read(action, parameters) : Write(action, parameters)).Render(xml, books.Switches);
        }
        catch (SpecterRefusalException refusal)
        {
            return Refuse(refusal.Render(options.Errors), xml);
        }
    }

    private SandboxResponse Refuse(SpecterErrorText error, bool xml) =>
        new SpecterAnswer.Result(Succeeded: false, error.Code, error.Text).Render(xml, books.Switches) with
        {
            Status = books.Switches.RefusalStatus,
        };

    private SpecterAnswer Read(string action, SpecterParameters parameters)
    {
        if (action == "checkaccountsettings")
        {
            Authenticate(parameters, parameters.Text("date"));
            return AccountFunctions.Check(books, parameters);
        }

        Func<SpecterAnswer> function = action switch
        {
            "getarticleexternalneedupdate" => () => FeedFunctions.GetStock(books, parameters),
            "updatearticlesfrombatch" => () => FeedFunctions.Acknowledge(books, parameters, books.StockFeed),
            "getarticleinfoexternalneedupdate" => () => FeedFunctions.GetArticles(books, parameters),
            "updatearticleinfosfrombatch" => () => FeedFunctions.Acknowledge(books, parameters, books.ArticleFeed),
            "getordersexternalneedupdate" => () => FeedFunctions.GetOrders(books, parameters),
            "updateordersfrombatch" => () => FeedFunctions.Acknowledge(books, parameters, books.OrderFeed),
            "cleararticlebatch" => () => FeedFunctions.Clear(books, parameters),
            _ => throw new SpecterRefusalException(SpecterError.UnknownAction, parameters.Text("action")),
        };
        Authenticate(parameters, parameters.Text("batchNo"));
        return function();
    }

    private SpecterAnswer Write(string action, SpecterParameters parameters)
    {
        (string Entity, Func<SpecterAnswer> Function) call = action switch
        {
            "newcustomersubmit" => (CustomerFunctions.KeyEntity(parameters), () => CustomerFunctions.Submit(books, parameters)),
            "newordersubmit" => (parameters.Text("customerId"), () => OrderFunctions.Submit(books, parameters)),
            "newarticlesubmit" => (parameters.Text("articleNo_1"), () => ArticleFunctions.Submit(books, parameters)),
            "newdeliverysubmit" => (parameters.Text("orderId"), () => DeliveryFunctions.SubmitDelivery(books, parameters)),
            "newinvoicesubmit" => (parameters.Text("orderId"), () => DeliveryFunctions.SubmitInvoice(books, parameters)),
            _ when books.Switches.CancelOrderAction.Equals(action, StringComparison.OrdinalIgnoreCase) && action.Length > 0 =>
                (parameters.Text("orderId"), () => OrderFunctions.SubmitCancel(books, parameters)),
            _ when books.Switches.PayOrderAction.Equals(action, StringComparison.OrdinalIgnoreCase) && action.Length > 0 =>
                (parameters.Text("orderId"), () => OrderFunctions.SubmitPaid(books, parameters)),
            _ when books.Switches.CreditOrderAction.Equals(action, StringComparison.OrdinalIgnoreCase) && action.Length > 0 =>
                (parameters.Text("orderId"), () => OrderFunctions.SubmitCredit(books, parameters)),
            _ => throw new SpecterRefusalException(SpecterError.UnknownAction, parameters.Text("action")),
        };
        Authenticate(parameters, call.Entity);
        return call.Function();
    }

    private void Authenticate(SpecterParameters parameters, string entity)
    {
        var user = options.ApiVersion == 2 && options.ApiUserId is { } id ? id.ToString(CultureInfo.InvariantCulture) : null;
        var key = books.Switches.KeyIgnoresCase ? parameters.Text("key").ToLowerInvariant() : parameters.Text("key");
        var expected = SpecterKey.Compute(options.InnerKey, options.OuterKey, options.SbmId, entity);
        var authentic = parameters.Text("sbmId") == options.SbmId.ToString(CultureInfo.InvariantCulture)
            && (user is null || parameters.Text("apiUserId") == user)
            && CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(key), Encoding.Latin1.GetBytes(expected));
        if (!authentic)
        {
            throw new SpecterRefusalException(SpecterError.WrongCredentials);
        }
    }
}
