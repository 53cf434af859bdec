using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Cluster;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Logging;
using SpecterActors.Host.Metrics;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>The admin API, the health probes and the callbacks of one node, on Kestrel.</summary>
public sealed partial class AdminServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private AdminServer(WebApplication app) => this.app = app;

    /// <summary>The addresses it really listens on: port 0 has become the port taken.</summary>
    public IReadOnlyList<string> Addresses =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>Starts listening.</summary>
    /// <exception cref="HostFault">An address is taken (<c>port-in-use</c>) or cannot be listened on (<c>address-unusable</c>).</exception>
    public static async Task<AdminServer> StartAsync(
        EngineSlot slot,
        AdminOptions options,
        string token,
        SecretRegistry secrets,
        ILoggerFactory logs,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(options);
        var app = Build(slot, options, token, secrets, logs, time);
        try
        {
            await app.StartAsync(cancellationToken);
            return new AdminServer(app);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            await app.DisposeAsync();
            var urls = string.Join(", ", options.Urls);
            throw e is IOException && e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
                ? new HostFault("port-in-use", ExitCodes.Address, $"{urls} is already in use by another program.", "Stop that program, or name another address with --urls.", e)
                : new HostFault("address-unusable", ExitCodes.Address, $"Cannot listen on {urls}: {e.Message}", "Name another address with --urls.", e);
        }
    }

    /// <summary>Stops taking requests; those under way end.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static WebApplication Build(
        EngineSlot slot, AdminOptions options, string token, SecretRegistry secrets, ILoggerFactory logs, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(AdminServer).Assembly.GetName().Name });
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(logs);
        // The host reacts to no signals of its own: the command line owns them and stops everything in order.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        builder.Services.AddOpenApi("v1", ApiDocument.Configure);

        var app = builder.Build();
        var gate = new TokenGate(token, slot.Peers, options, time);
        var logger = logs.CreateLogger("SpecterActors.Host.Admin");
        app.Use((context, next) => GuardAsync(context, next, logger));
        app.UseRouting();
        app.Use((context, next) => context.GetEndpoint()?.Metadata.GetMetadata<OpenEndpoint>() is null && gate.Check(context) is { } refusal
            ? refusal.ExecuteAsync(context)
            : next(context));
        var forwarding = new Forwarding(slot, time, options.BodyBytesMax);
        app.Use((context, next) => forwarding.InvokeAsync(context, next));
        app.UseStatusCodePages(status => StatusProblem(status.HttpContext.Response.StatusCode).ExecuteAsync(status.HttpContext));
        OpenRoutes.Map(app, slot, new Bells(slot, time));
        PeerRoutes.Map(app, slot);
        app.MapOpenApi("/openapi/{documentName}.json");
        MetricsRoutes.Map(app, slot, time);
        var admin = app.MapGroup("/admin");
        var gathering = new Gathering(slot, time);
        NodeRoutes.Map(admin, slot, gathering);
        ReadRoutes.Map(admin, slot, gathering);
        ActionRoutes.Map(admin, slot, secrets);
        ExportRoutes.Map(admin, slot);
        ReconcileRoutes.Map(admin, slot);
        CustomerRoutes.Map(admin, slot, options);
        OrderRoutes.Map(admin, slot);
        return app;
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (e is FencedException or TenantMovedException or AskFailedException)
            {
                context.Response.Headers.RetryAfter = "2";
            }
            else if (e is not (BadHttpRequestException or EngineNotReadyException))
            {
                LogFailed(logger, context.Request.Method, context.Request.Path.ToUriComponent(), e);
            }

            await Answer(e).ExecuteAsync(context);
        }
    }

    private static IResult Answer(Exception e) => e switch
    {
        BadHttpRequestException { StatusCode: 413 } => StatusProblem(413),
        BadHttpRequestException bad => Problems.Of(bad.StatusCode, "request-invalid", bad.Message, "Look at /openapi/v1.json for what is expected."),
        EngineNotReadyException => Problems.Of(503, "not-ready", e.Message, "Ask again in a moment."),
        JournalUnavailableException => Problems.Of(503, "journal-unavailable", "The journal cannot be reached now.", "Look at disk and log; ask again in a moment."),
        FencedException => Problems.Of(503, "tenant-moving", "The tenant has just gone to another node.", "Ask again in a few seconds; look at the audit before doing something again."),
        TenantMovedException moved => Problems.Of(503, moved.Refusal),
        AskFailedException => Problems.Of(503, AdminCodes.NotAnswered, e.Message, "Look at the entity and the journal's health; then try again."),
        TimeoutException => Problems.Of(504, "timeout", "The actor did not answer in time.", "Look at its mailbox in the tree; ask again in a moment."),
        _ => Problems.Of(500, "defect", "This request met a defect in the program.", "The log has the details; report it."),
    };

    private static IResult StatusProblem(int status) => status switch
    {
        404 => Problems.NotFound("such address"),
        405 => Problems.Of(405, "method-not-allowed", "This address does not know that method.", "Look at /openapi/v1.json."),
        413 => Problems.Of(413, "body-too-large", "The body is larger than admin.bodyMax.", "Send less, or raise admin.bodyMax."),
        _ => Problems.Of(status, "request-invalid", $"The request ended with status {status}.", "Look at /openapi/v1.json for what is expected."),
    };

    [LoggerMessage(EventId = 9001, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, string method, string path, Exception exception);

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
