using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Logging;

/// <summary>The logs of a node: console and rolling file, tenant and stream in scope, secrets redacted in front of both.</summary>
internal sealed class Logs : IDisposable
{
    private const string ConsoleTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj} {Tenant} {Stream}{NewLine}{Exception}";
    private const string FileTemplate = "{Timestamp:O} {Level:u3} {SourceContext} {Message:lj} {Properties:j}{NewLine}{Exception}";

    private readonly Logger logger;

    private Logs(Logger logger)
    {
        this.logger = logger;
        Factory = new SerilogLoggerFactory(logger, dispose: false);
    }

    public ILoggerFactory Factory { get; }

    /// <summary>Opens the logs; <paramref name="extra"/> is one more sink behind the redaction, for tests.</summary>
    public static Logs Open(LogOptions options, DataFolder folder, SecretRegistry secrets, ILogEventSink? extra = null)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(options.Level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.FromLogContext();
        if (options.Console)
        {
            configuration.WriteTo.Redacted(secrets, sinks => sinks.Console(outputTemplate: ConsoleTemplate, standardErrorFromLevel: LogEventLevel.Verbose));
        }

        if (options.FileEnabled)
        {
            configuration.WriteTo.Redacted(secrets, sinks => sinks.File(
                Path.Combine(folder.Path, "logs", "host-.log"),
                outputTemplate: FileTemplate,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: options.FileBytesMax,
                retainedFileCountLimit: options.FilesKept));
        }

        if (extra is not null)
        {
            configuration.WriteTo.Redacted(secrets, sinks => sinks.Sink(extra));
        }

        return new Logs(configuration.CreateLogger());
    }

    public void Dispose()
    {
        Factory.Dispose();
        logger.Dispose();
    }
}

/// <summary>Puts the redaction in front of a sink.</summary>
internal static class RedactionExtensions
{
    public static LoggerConfiguration Redacted(
        this Serilog.Configuration.LoggerSinkConfiguration configuration, SecretRegistry secrets, Action<Serilog.Configuration.LoggerSinkConfiguration> sinks) =>
        Serilog.Configuration.LoggerSinkConfiguration.Wrap(configuration, sink => new RedactingSink(sink, secrets), sinks, LevelAlias.Minimum, null);
}
