using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SpecterActors.Sandbox.Web;

/// <summary>
/// The web face: simulated systems on real sockets, each below <c>/&lt;name&gt;/</c>, so that a client written for the real
/// host works when only the host is changed; and the inspection API below <c>/sandbox</c>.
/// </summary>
public static class SandboxApp
{
    /// <summary>Builds the application; the caller starts and stops it. It reads no configuration and writes no log.</summary>
    /// <exception cref="ArgumentException">Two systems of one name, a name that cannot be a path segment, or an address
    /// beyond loopback.</exception>
    public static WebApplication Build(SandboxHostOptions options)
    {
        CheckAddress(options.Url);
        CheckNames(options.Systems);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url);
        builder.Services.AddRoutingCore();
        var app = builder.Build();

        // The container would dispose what it made only; the courier ends with the application's stop.
        var courier = new CallbackCourier(options);
        var hosted = options.Systems
            .Select((system, index) => new HostedSystem(system, options.Faults, options.Seed + (index * 1_000), courier))
            .ToList();
        foreach (var living in options.Systems.OfType<ILivingSystem>().Where(_ => options.ViolationSeen is not null))
        {
            living.Guard.Violated += options.ViolationSeen;
        }

        app.Lifetime.ApplicationStarted.Register(() => _ = courier.PollAsync(hosted));
        app.Lifetime.ApplicationStopping.Register(courier.Stop);
        app.Lifetime.ApplicationStopped.Register(courier.Dispose);

        var byName = hosted.ToDictionary(system => system.System.Name, StringComparer.OrdinalIgnoreCase);
        var transport = new FaultyTransport(options.Time, app.Lifetime);
        app.Use(async (context, next) =>
        {
            var (name, path) = Split(context);
            if (byName.TryGetValue(name, out var system))
            {
                await CarryAsync(transport, context, system, path);
            }
            else
            {
                await next(context);
            }
        });
        app.UseRouting();
        InspectionApi.Map(app, byName, courier);
        return app;
    }

    private static async Task CarryAsync(FaultyTransport transport, HttpContext context, HostedSystem system, string path)
    {
        try
        {
            await transport.CarryAsync(context, system, path);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client left or the face stops: there is nobody to answer.
            context.Abort();
        }
    }

    /// <summary>Name and path from the raw request line: routing would swallow a double slash and decode the path.</summary>
    private static (string Name, string Path) Split(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
        {
            target = context.Request.Path.Value ?? "/";
        }

        var segments = target.Split('?', 2)[0].TrimStart('/').Split('/', 2);
        return (Uri.UnescapeDataString(segments[0]), segments.Length > 1 ? segments[1] : "");
    }

    private static void CheckAddress(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || !address.IsLoopback)
        {
            throw new ArgumentException($"The sandbox listens on http:// loopback addresses only, not on '{url}'", nameof(url));
        }
    }

    private static void CheckNames(IReadOnlyList<ISandboxSystem> systems)
    {
        var names = new HashSet<string>(["sandbox"], StringComparer.OrdinalIgnoreCase);
        foreach (var system in systems)
        {
            if (system.Name.Length == 0 || system.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
            {
                throw new ArgumentException($"'{system.Name}' cannot be a path segment: use letters, digits, - _ .", nameof(systems));
            }

            if (!names.Add(system.Name))
            {
                throw new ArgumentException($"The name '{system.Name}' is taken", nameof(systems));
            }
        }
    }
}
