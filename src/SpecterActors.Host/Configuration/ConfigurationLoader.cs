using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Serilog.Events;
using SpecterActors.Domain.Tenants;
using SpecterActors.Hocon;
using SpecterActors.Hocon.Schema;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Tenants;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Host.Configuration;

/// <summary>What the command line sets over the files; null leaves the files' value.</summary>
/// <param name="DataFolder"><c>--data</c>.</param>
/// <param name="Urls"><c>--urls</c>, separated by semicolons.</param>
/// <param name="Store"><c>--store</c>: sqlite, or the address of a PostgreSQL database.</param>
public sealed record ConfigurationOverrides(string? DataFolder = null, string? Urls = null, string? Store = null);

/// <summary>
/// Reads the configuration: the reference inside the program, the files over it, the command line over those. Everything wrong is told in
/// one <see cref="HostFault"/> with exit code 2 that names file, line and column.
/// </summary>
public static class ConfigurationLoader
{
    private const string AnyName = "*";

    private enum JournalStoreKind
    {
        Sqlite,
        Postgres,
    }

    /// <summary>The reference document, every key with its default.</summary>
    public static string ReferenceText { get; } = Resource("hocon/reference.conf");

    /// <summary>Loads and checks.</summary>
    /// <param name="files">Files, a later one over an earlier one.</param>
    /// <param name="overrides">What the command line says.</param>
    /// <param name="environment">Looks up environment variables for substitutions.</param>
    /// <exception cref="HostFault">Anything wrong, exit code 2.</exception>
    public static NodeOptions Load(IReadOnlyList<string> files, ConfigurationOverrides overrides, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        try
        {
            var parsing = new HoconParserOptions { Environment = environment };
            var reference = HoconParser.Parse(ReferenceText, parsing, "reference.conf");
            var document = HoconParser.Load([new HoconSource.Text(ReferenceText, "reference.conf"), .. files.Select(file => new HoconSource.File(file))], parsing);
            var schema = new HoconSchema(reference);
            var findings = schema.Check(document);
            if (!findings.IsEmpty)
            {
                throw Fault([.. findings.Select(Problem)]);
            }

            return Read(document, schema.WithDefaults(document), overrides);
        }
        catch (HoconException e)
        {
            throw new HostFault(
                "configuration-broken", ExitCodes.Usage, $"{e.Origin}: found {e.Found}, expected {e.Expected}.", e.Remedy, e);
        }
    }

    private static NodeOptions Read(HoconConfig document, HoconConfig filled, ConfigurationOverrides overrides)
    {
        var problems = new List<FieldProblem>();
        using var json = JsonDocument.Parse(filled.ToJson());
        var root = new SettingsReader("", json.RootElement, problems);
        var node = root.Object("node");
        var options = new NodeOptions(
            overrides.DataFolder ?? node.RequiredText("data", "Name a folder."),
            node.Duration("drain", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            Admin(root.Object("admin"), overrides.Urls),
            Journal(root.Object("journal"), overrides.Store),
            Log(root.Object("log")),
            [])
        {
            Cluster = ClusterReader.Read(node.Object("cluster")),
        };
        ClusterReader.Check(node.Object("cluster"), options);
        problems = [.. problems.Select(problem => problem with { Field = Placed(document, problem.Field) })];
        var tenants = Tenants(document, problems);
        return problems.Count == 0 ? options with { Tenants = tenants } : throw Fault(problems);
    }

    private static AdminOptions Admin(SettingsReader reader, string? overriding)
    {
        var remote = reader.Bool("allowRemote", false);
        ImmutableArray<string> urls = overriding is null
            ? [.. reader.Texts("urls") ?? []]
            : [.. overriding.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        if (urls.IsEmpty)
        {
            reader.Problem("urls", "names no address.", "Write [\"http://127.0.0.1:5080\"].");
        }

        foreach (var url in urls)
        {
            CheckUrl(reader, url, remote);
        }

        var publicUrl = reader.Text("publicUrl");
        Uri? reached = null;
        if (publicUrl is not null && (!Uri.TryCreate(publicUrl, UriKind.Absolute, out reached) || reached.Scheme is not ("http" or "https")))
        {
            reader.Problem("publicUrl", "is not an http(s) address.", "Write it like https://sync.example.com/, or null.");
        }

        var failed = reader.Object("failedAuth");
        return new AdminOptions(
            urls,
            remote,
            reached,
            reader.Size("bodyMax", 256 << 10, 1 << 10, 64 << 20),
            failed.Int("attempts", 10, 1, 1_000_000),
            failed.Duration("window", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)))
        {
            ImportBytesMax = reader.Size("importMax", 32 << 20, 1 << 10, 256 << 20),
            Token = ClusterReader.Secret(reader, "token"),
        };
    }

    private static void CheckUrl(SettingsReader reader, string url, bool remote)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "http" || uri.AbsolutePath != "/")
        {
            reader.Problem("urls", $"\"{url}\" is not an address to listen on.", "Write it like http://127.0.0.1:5080; port 0 takes any free one.");
        }
        else if (!remote && !(IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) ? IPAddress.IsLoopback(ip) : uri.Host == "localhost"))
        {
            reader.Problem("urls", $"\"{url}\" can be reached from other machines.", "Listen on 127.0.0.1, or set admin.allowRemote once a proxy with TLS stands in front.");
        }
    }

    private static JournalFileOptions Journal(SettingsReader reader, string? overriding)
    {
        var store = overriding switch
        {
            null => reader.Choice("store", JournalStoreKind.Sqlite),
            "sqlite" => JournalStoreKind.Sqlite,
            _ => JournalStoreKind.Postgres,
        };
        var postgres = reader.Object("postgres");
        var readers = postgres.Int("readers", 4, 1, 200);
        return new JournalFileOptions(
            FileName(reader, "file"),
            FileName(reader, "keyFile"),
            reader.Int("batchAppendsMax", 500, 1, 100_000),
            reader.Int("queueAppendsMax", 20_000, 100, 10_000_000),
            store == JournalStoreKind.Postgres && Address(postgres, overriding) is { } address ? new PostgresOptions(address, readers) : null);
    }

    /// <summary>What is wrong is told without the text itself: it may hold a password.</summary>
    private static PostgresAddress? Address(SettingsReader postgres, string? overriding)
    {
        var text = overriding ?? postgres.Text("connection", 2_000);
        if (text is null)
        {
            postgres.Problem("connection", "is missing.", "Name the database, best from the environment: connection = ${SPECTER_JOURNAL}.");
            return null;
        }

        try
        {
            return PostgresAddress.Parse(text);
        }
        catch (FormatException e)
        {
            postgres.Problem("connection", $"is no address of a database. {e.Message}", "Write it like postgres://user:password@db.example.com:5432/journal.");
            return null;
        }
    }

    private static string FileName(SettingsReader reader, string name)
    {
        var file = reader.RequiredText(name, "Name a file.", 100);
        if (file.Length > 0 && (file != Path.GetFileName(file) || file is "." or ".."))
        {
            reader.Problem(name, $"\"{file}\" is not a plain file name.", "The file lies in the data folder: write its name without folders.");
        }

        return file;
    }

    private static LogOptions Log(SettingsReader reader)
    {
        var file = reader.Object("file");
        return new LogOptions(
            reader.Choice("level", LogEventLevel.Information),
            reader.Bool("console", true),
            file.Bool("enabled", true),
            file.Size("sizeMax", 32 << 20, 64 << 10, 4L << 30),
            file.Int("keep", 14, 1, 10_000));
    }

    private static ImmutableArray<TenantSettings> Tenants(HoconConfig document, List<FieldProblem> problems)
    {
        if (!document.Root.TryGet("tenants", out var value) || value is not HoconValue.Object tenants)
        {
            return [];
        }

        var read = ImmutableArray.CreateBuilder<TenantSettings>();
        using var json = JsonDocument.Parse(document.ToJson());
        var all = json.RootElement.GetProperty("tenants");
        foreach (var id in tenants.Keys.Where(key => key != AnyName).Order(StringComparer.Ordinal))
        {
            var (settings, wrong) = TenantSettingsReader.Read(id, all.GetProperty(id));
            problems.AddRange(wrong.Select(problem => problem with { Field = Placed(document, $"tenants.{id}.{problem.Field}") }));
            if (settings is not null)
            {
                read.Add(settings);
            }
        }

        return read.DrainToImmutable();
    }

    private static FieldProblem Problem(HoconSchemaFinding finding) => finding switch
    {
        HoconSchemaFinding.UnknownKey unknown => new FieldProblem(
            $"{finding.Origin}: {finding.Path}",
            "is not a key.",
            unknown.Suggestion is null ? "Remove it; reference.conf lists every key." : $"Did you mean {unknown.Suggestion}?"),
        HoconSchemaFinding.WrongShape shape => new FieldProblem(
            $"{finding.Origin}: {finding.Path}", $"holds {shape.Found}.", $"Write {shape.Expected}."),
        _ => throw new System.Diagnostics.UnreachableException(finding.GetType().Name),
    };

    /// <summary>The field with the place where it, or the innermost object around it, was written.</summary>
    private static string Placed(HoconConfig document, string field)
    {
        HoconValue value = document.Root;
        foreach (var key in field.Split('.'))
        {
            if (value is not HoconValue.Object fields || !fields.TryGet(key, out var inner))
            {
                break;
            }

            value = inner;
        }

        return ReferenceEquals(value, document.Root) ? field : $"{value.Origin}: {field}";
    }

    private static HostFault Fault(IReadOnlyList<FieldProblem> problems) => new(
        "configuration-broken",
        ExitCodes.Usage,
        problems.Count == 1 ? $"{problems[0].Field} {problems[0].Message}" : $"The configuration has {problems.Count} faults.",
        problems.Count == 1 ? problems[0].Remedy : "Mend each of them:")
    {
        Fields = problems.Count == 1 ? [] : problems,
    };

    private static string Resource(string name)
    {
        using var stream = typeof(ConfigurationLoader).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
