using SQLitePCL;

namespace SpecterActors.Journal.Sqlite.Native;

/// <summary>
/// One connection with its prepared statements. A thin layer over SQLite's own interface: a journal needs the exact result codes, and
/// rows without boxing. Used by one thread at a time.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 handle;
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);

    static Database() => Batteries_V2.Init();

    public Database(string path, bool readOnly, TimeSpan busyTimeout)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(path, out handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var failure = Failure(code);
            handle.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
    }

    /// <summary>Whether no transaction is open.</summary>
    public bool IsAutocommit => raw.sqlite3_get_autocommit(handle) != 0;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>The statement of this text, prepared once; reset and without bindings.</summary>
    public Statement Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
            statements[sql] = statement = new Statement(this, prepared);
        }

        statement.Reset();
        return statement;
    }

    /// <summary>Runs statements that are used once, separated by semicolons.</summary>
    public void Execute(string script)
    {
        for (var rest = script; !string.IsNullOrWhiteSpace(rest);)
        {
            Check(raw.sqlite3_prepare_v2(handle, rest, out var prepared, out rest));
            using var statement = new Statement(this, prepared);
            while (statement.Step())
            {
            }
        }
    }

    /// <summary>The first column of the first row of a statement that is used once, or null.</summary>
    public string? ReadText(string sql)
    {
        Check(raw.sqlite3_prepare_v2(handle, sql, out var prepared));
        using var statement = new Statement(this, prepared);
        return statement.Step() ? statement.Text(0) : null;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Failure(code);
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        handle.Dispose();
    }

    private SqliteFailure Failure(int code)
    {
        var extended = handle.IsInvalid ? code : raw.sqlite3_extended_errcode(handle);
        var message = handle.IsInvalid ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(handle).utf8_to_string();
        return new SqliteFailure(extended == raw.SQLITE_OK ? code : extended, message);
    }
}
