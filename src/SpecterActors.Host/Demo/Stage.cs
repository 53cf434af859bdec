using System.Collections.Concurrent;
using SpecterActors.Host.Cli;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sandbox.Web;

namespace SpecterActors.Host.Demo;

/// <summary>
/// A simulated Specter account and a simulated Abicart shop on a socket, filled with the sample world and living it: buyers order, people
/// work in the ERP. It also compares what both hold with the expected outcomes, at <c>GET /sandbox/sample</c>.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string SpecterName = "specter-1";
    public const string AbicartName = "abicart-1";

    /// <summary>A second shop whose base currency is EUR: it is there to be refused at set-up (mission A3).</summary>
    public const string EuroShopName = "abicart-2";

    /// <summary>What both systems allow; the tenant of the demo is configured to stay just below.</summary>
    public static readonly RateLimit Allowed = new(Requests: 100, TimeSpan.FromSeconds(1), Concurrent: 8, Slack: TimeSpan.FromMilliseconds(250));

    // Fixed, so that hocon/demo.conf can name them: they open nothing but these simulated shops.
    private const string AbicartAuth = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
    private const string EuroShopAuth = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);
    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping = new();
    private readonly SampleWatch? watch;
    private Task living = Task.CompletedTask;

    private Stage(WebApplication app, SampleWatch? watch)
    {
        this.app = app;
        this.watch = watch;
    }

    /// <summary>Address of the sandbox.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>Starts it.</summary>
    /// <exception cref="HostFault">The address cannot be listened on, or the sizes do not fit together.</exception>
    public static async Task<Stage> StartAsync(StageOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var specter = new SpecterSystem(
            SpecterName,
            new SpecterOptions { RateLimit = Allowed, Switches = new SpecterSwitches { DuplicateOrderAnswer = options.DuplicateAnswer } },
            time,
            options.Seed);
        var abicart = new AbicartSystem(
            AbicartName, new AbicartOptions { RateLimit = Allowed, Auth = AbicartAuth, ActiveCurrencies = ["SEK", "NOK", "EUR"] }, time);
        var euroShop = new AbicartSystem(
            EuroShopName,
            new AbicartOptions
            {
                RateLimit = Allowed, Auth = EuroShopAuth, Webshop = 40002, BaseCurrency = "EUR", ActiveCurrencies = ["EUR"], ShopName = "Euroladen",
            },
            time);
        var violations = new ConcurrentQueue<RateViolation>();
        WebApplication app;
        SampleWatch? watch;
        try
        {
            watch = options.Size is { } size
                ? new SampleWatch(SampleWorld.Generate(options.Seed, size, SampleSettings.Demo), specter, abicart, violations, options.ExpectedFile)
                : null;
            if (watch is null)
            {
                // Without them nobody could order anything.
                abicart.Life.AddPaymentMethod("invoice", "Faktura", 0m);
                abicart.Life.AddDeliveryMethod("Postpaket", 0m, null);
            }

            app = SandboxApp.Build(new SandboxHostOptions
            {
                Systems = [specter, abicart, euroShop, SecondCompany.Account(options.Seed, time), SecondCompany.Shop(time)], Url = options.Url, Faults = options.Faults, Seed = options.Seed, Time = time, ViolationSeen = violations.Enqueue,
            });
        }
        catch (ArgumentException e)
        {
            throw new HostFault("sandbox-arguments", ExitCodes.Usage, e.Message, "Change the arguments; --help shows them.", e);
        }

        if (watch is not null)
        {
            app.MapGet("/sandbox/sample", () => Results.Json(watch.Report()));
            app.MapGet("/sandbox/sample/refused-articles", () => Results.Json(watch.RefusedArticles));
            app.MapGet("/sandbox/sample/settings", () => Results.Json(watch.Settings));
            app.MapGet("/sandbox/sample/erp-orders/{externalNumber}", (string externalNumber) => Results.Json(new { numbers = watch.FindErpOrders(externalNumber) }));
        }

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new HostFault("port-in-use", ExitCodes.Address, $"The sandbox cannot listen on {options.Url}: {e.Message}", "Name another address.", e);
        }

        var stage = new Stage(app, watch);
        stage.living = stage.LiveAsync(time);
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await living;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
        stopping.Dispose();
    }

    private async Task LiveAsync(TimeProvider time)
    {
        if (watch is null)
        {
            return;
        }

        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                watch.Advance(time.GetElapsedTime(began));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The stage is taken down.
        }
    }
}
