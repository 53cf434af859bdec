using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;
using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>The whole service on a database server: engine, both sandboxes, journal commands.</summary>
public sealed class HostOnPostgresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-postgres-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly SharedServer shared;
    private readonly string database;

    /// <summary>Every write of it holds its own lock.</summary>
    private readonly TextWriter errors;

    public HostOnPostgresTests(SharedServer shared)
    {
        this.shared = shared;
        database = shared.Server.NewDatabase();
        errors = TextWriter.Synchronized(error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_demonstration_ends_in_step_and_its_journal_verifies()
    {
        var code = await RunAsync($"demo --until-synced --orders 30 --articles 40 --duration 5 --timeout 240 --faults light --store {shared.Server.Address(database)}");

        Assert.True(code == ExitCodes.Ok, $"exit code {code}\n{error}\n{output}");
        Assert.Contains("IN STEP", output.ToString());
        Assert.False(File.Exists(Path.Combine(folder, "journal.db")), "a journal file was made beside the database");
        Assert.DoesNotContain(PostgresServer.Password, Logs());

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync($"journal verify --store {shared.Server.Address(database)}"));
        Assert.Contains(", 0 differ", output.ToString());
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_delays_the_work_and_spoils_nothing()
    {
        using var server = new PostgresServer();
        using var stop = new CancellationTokenSource();
        var own = server.NewDatabase();
        var running = RunAsync($"demo --orders 30 --articles 40 --duration 10 --store {server.Address(own)}", stop.Token);
        await UntilAsync(() => StoredEvents(server, own) > 200, running, "no 200 events were stored");
        server.Kill();
        await UntilAsync(() => Logs().Contains("is lost", StringComparison.Ordinal), running, "the log does not say that the connection is lost");
        // A question that was under way is answered at the latest when its time is over; the next one finds the journal gone.
        await UntilAsync(() => Errors().Contains("the journal cannot be used now", StringComparison.Ordinal), running, "the console does not say that the journal is away");
        server.Start();
        var before = StoredEvents(server, own);
        Assert.True(before > 200);

        await UntilAsync(() => StoredEvents(server, own) > before + 200, running, "nothing was stored after the server was back");
        Assert.True(Logs().Split("The journal writes to").Length > 2, "the log does not say that the journal is back");
        await stop.CancelAsync();
        Assert.NotEqual(ExitCodes.Defect, await running);
        Assert.Equal(ExitCodes.Ok, await RunAsync($"journal verify --store {server.Address(own)}"));
    }

    [Fact]
    public async Task A_service_in_a_file_moves_into_a_database_and_goes_on_there()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync("demo --until-synced --orders 30 --articles 40 --duration 3 --timeout 240"));
        var archive = Path.Combine(folder, "journal.jsonl.gz");
        Assert.Equal(ExitCodes.Ok, await RunAsync($"journal export --to {archive}"));
        Assert.Equal(ExitCodes.Usage, await RunAsync($"journal export --to {archive}"));

        var code = await RunAsync($"journal import --from {archive} --store {shared.Server.Address(database)}");
        Assert.True(code == ExitCodes.Ok, error.ToString());
        Assert.Contains("compared with the archive: equal", output.ToString());

        Assert.Equal(ExitCodes.Ok, await RunAsync($"journal verify --store {shared.Server.Address(database)}"));
        await using var store = await shared.OpenAsync(database);
        Assert.True(store.HasPersonalKeys);
    }

    [Fact]
    public async Task An_export_of_nothing_and_an_import_of_no_archive_are_told()
    {
        Assert.Equal(ExitCodes.Journal, await RunAsync($"journal export --to {Path.Combine(folder, "a")}"));
        Assert.Contains("journal-missing", error.ToString());
        Assert.Equal(ExitCodes.Failed, await RunAsync($"journal import --from {Path.Combine(folder, "none")}"));
        Assert.Contains("archive-unusable", error.ToString());
    }

    [Fact]
    public async Task Settings_come_from_a_file_and_the_connection_from_the_environment()
    {
        var file = Path.Combine(folder, "node.conf");
        await File.WriteAllTextAsync(file, "journal { store = postgres, postgres.connection = ${SPECTER_JOURNAL} }", TestContext.Current.CancellationToken);
        await (await shared.OpenAsync(database)).DisposeAsync();

        Assert.Equal(ExitCodes.Ok, await RunAsync($"tenant list --config {file}", ("SPECTER_JOURNAL", shared.Server.Address(database))));
    }

    [Fact]
    public async Task Wrong_credentials_end_the_start_with_one_error_and_exit_code_three()
    {
        Assert.Equal(ExitCodes.Journal, await RunAsync($"serve --store {shared.Server.Address(database, password: "wrong-word")}"));
        Assert.Contains("error journal-unusable", error.ToString());
        Assert.Contains("refused the credentials", error.ToString());
        Assert.DoesNotContain("wrong-word", error.ToString());
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_the_start_with_one_error_and_exit_code_three()
    {
        Assert.Equal(ExitCodes.Journal, await RunAsync("serve --store postgres://postgres@127.0.0.1:1/journal"));
        Assert.Contains("cannot be reached", error.ToString());
    }

    [Fact]
    public async Task A_newer_schema_ends_the_start_with_one_error_and_exit_code_three()
    {
        await (await shared.OpenAsync(database)).DisposeAsync();
        shared.Server.Execute(database, "UPDATE meta SET value = '99' WHERE key = 'schema_version'");

        Assert.Equal(ExitCodes.Journal, await RunAsync($"serve --store {shared.Server.Address(database)}"));
        Assert.Contains("schema version 99", error.ToString());
        Assert.Contains("newer program", error.ToString());
    }

    [Fact]
    public async Task A_journal_that_another_process_writes_ends_the_start_with_exit_code_three()
    {
        await using var other = await shared.OpenAsync(database);
        Assert.Equal(ExitCodes.Journal, await RunAsync($"serve --store {shared.Server.Address(database)}"));
        Assert.Contains("in use by another process", error.ToString());
    }

    private static long StoredEvents(PostgresServer server, string name)
    {
        try
        {
            return long.Parse(server.Execute(name, "SELECT count(*) FROM journal")!, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Npgsql.PostgresException e) when (e.SqlState == Npgsql.PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

    private static async Task UntilAsync(Func<bool> reached, Task<int> running, string missing)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!reached())
        {
            Assert.False(limit.IsCancellationRequested || running.IsCompleted, missing);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>What was printed so far, by a program that goes on printing.</summary>
    private string Errors()
    {
        lock (errors)
        {
            return error.ToString();
        }
    }

    private string Logs() => string.Concat(Directory.EnumerateFiles(Path.Combine(folder, "logs")).Select(file =>
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }));

    private Task<int> RunAsync(string line, params (string Name, string Value)[] variables) => RunAsync(line, TestContext.Current.CancellationToken, variables);

    private async Task<int> RunAsync(string line, CancellationToken stop, params (string Name, string Value)[] variables) => await HostCommandLine.RunAsync(
        $"{line} --data {folder} --urls http://127.0.0.1:0".Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new HostEnvironment(
            TextWriter.Synchronized(output),
            errors,
            name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault(),
            TimeProvider.System,
            EngineNode.OpenAsync,
            JournalTool.OpenAsync,
            stop));
}
