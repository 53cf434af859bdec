using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Logging;

namespace SpecterActors.Host.Tests;

public sealed class LoggingTests : IDisposable
{
    private const string Canary = SettingsText.Canary;
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [SuppressMessage("Usage", "CA2254", Justification = "A secret in a template is one of the things that must not get through.")]
    public void A_secret_never_reaches_a_sink_whichever_way_it_is_logged()
    {
        var seen = new Collected();
        using (var data = DataFolder.Take(folder))
        {
            var secrets = new SecretRegistry();
            secrets.Add(Canary);
            using var logs = Logs.Open(new LogOptions(LogEventLevel.Verbose, Console: false, FileEnabled: true, 1 << 20, 2), data, secrets, seen);
            var logger = logs.Factory.CreateLogger("test");
            using var scope = logger.BeginScope(new Dictionary<string, object> { ["Tenant"] = "demo", ["Auth"] = Canary });

            logger.LogWarning("plain {Value}", Canary);
            logger.LogWarning("deep {@Value}", new { Inner = new { Secret = Canary }, List = new[] { Canary }, Map = new Dictionary<string, string> { [Canary] = Canary } });
            logger.LogWarning(new InvalidOperationException($"with {Canary}", new ArgumentException(Canary)), "failed");
            logger.LogWarning($"template {Canary}");
            logger.LogWarning("url {Url}", new Uri($"https://api.example/putInfo.asp?key={Canary}"));
            logger.LogWarning("unknown to us https://api.example/putInfo.asp?sbmId=1&key=0000feedbeef&auth=feedbeef2");
        }

        var all = string.Join('\n', seen.Lines) + string.Concat(Directory.EnumerateFiles(Path.Combine(folder, "logs")).Select(File.ReadAllText));
        Assert.Equal(6, seen.Lines.Count);
        Assert.DoesNotContain(Canary, all);
        Assert.DoesNotContain("feedbeef", all);
        Assert.Contains("sbmId=1", all);
        Assert.Contains("demo", all);
    }

    private sealed class Collected : ILogEventSink
    {
        public List<string> Lines { get; } = [];

        public void Emit(LogEvent logEvent) =>
            Lines.Add($"{logEvent.RenderMessage()} {string.Join(' ', logEvent.Properties.Select(property => $"{property.Key}={property.Value}"))} {logEvent.Exception}");
    }
}
