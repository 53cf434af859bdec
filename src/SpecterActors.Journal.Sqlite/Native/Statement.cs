using System.Text;
using SQLitePCL;

namespace SpecterActors.Journal.Sqlite.Native;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    /// <summary>Throws on a text that is no Unicode: replacing letters silently could make two ids one.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public Statement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string value)
    {
        Span<byte> small = stackalloc byte[384];
        var text = Strict.GetMaxByteCount(value.Length) <= small.Length ? small[..Strict.GetBytes(value, small)] : Strict.GetBytes(value);
        database.Check(raw.sqlite3_bind_text(handle, parameter, text));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        database.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, parameter, 0) : raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Goes to the next row; false when there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            database.Check(code);
        }

        return false;
    }

    /// <summary>Runs a statement that answers with no rows and makes it ready for the next bindings.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Ends the statement, which also lets go of the read transaction it holds.</summary>
    public void Reset() => raw.sqlite3_reset(handle);

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>Bytes of a blob, or UTF-8 bytes of a text; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public void Dispose() => handle.Dispose();
}
