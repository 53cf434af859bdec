using SQLitePCL;

namespace SpecterActors.Journal.Sqlite.Native;

/// <summary>A result code of SQLite that is no success (sqlite.org/rescode.html).</summary>
internal sealed class SqliteFailure(int extendedCode, string message) : Exception($"SQLite error {extendedCode}: {message}")
{
    public int ExtendedCode { get; } = extendedCode;

    /// <summary>The primary code: the low byte of the extended one.</summary>
    public int Code => ExtendedCode & 0xFF;

    public bool IsConstraint => Code == raw.SQLITE_CONSTRAINT;

    /// <summary>Disk full, or busy beyond the timeout: may pass by itself.</summary>
    public bool IsPassing => Code is raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM;
}
