using System.Globalization;
using SpecterActors.Journal.Sqlite.Native;

namespace SpecterActors.Journal.Sqlite;

/// <summary>
/// Tables and their history. journal, tags and snapshot have the names and columns of Akka.Persistence.Sql's default mapping
/// (its persistence.conf and snapshot.conf, <c>default</c>); the others are our own. Times are UTC ticks of 100 ns.
/// </summary>
internal static class Schema
{
    /// <summary>Value of the column <c>identifier</c> (serializer id): UTF-8 JSON of this program's codec.</summary>
    public const long SerializerId = 7301;

    /// <summary>Scripts in order; the first makes version 1 of an empty file. A released script is never edited, only followed by another.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE journal (
          ordering INTEGER PRIMARY KEY AUTOINCREMENT,
          persistence_id TEXT NOT NULL,
          sequence_number INTEGER NOT NULL,
          deleted INTEGER NOT NULL DEFAULT 0,
          created INTEGER NOT NULL,
          message BLOB NOT NULL,
          manifest TEXT NOT NULL,
          identifier INTEGER NOT NULL,
          writer_uuid TEXT NOT NULL,
          tags TEXT NULL,
          UNIQUE (persistence_id, sequence_number));

        CREATE TABLE tags (
          ordering_id INTEGER NOT NULL REFERENCES journal (ordering) ON DELETE CASCADE,
          tag TEXT NOT NULL,
          persistence_id TEXT NOT NULL,
          sequence_nr INTEGER NOT NULL,
          PRIMARY KEY (ordering_id, tag)) WITHOUT ROWID;

        CREATE TABLE snapshot (
          persistence_id TEXT NOT NULL,
          sequence_number INTEGER NOT NULL,
          created INTEGER NOT NULL,
          snapshot BLOB NOT NULL,
          manifest TEXT NOT NULL,
          serializer_id INTEGER NOT NULL,
          PRIMARY KEY (persistence_id, sequence_number));

        CREATE TABLE agenda (
          persistence_id TEXT NOT NULL,
          kind TEXT NOT NULL,
          due INTEGER NOT NULL,
          tenant TEXT NOT NULL,
          PRIMARY KEY (persistence_id, kind, due)) WITHOUT ROWID;
        CREATE INDEX agenda_by_due ON agenda (due, persistence_id, kind);
        CREATE INDEX agenda_by_tenant ON agenda (tenant, due, persistence_id, kind);

        CREATE TABLE lookup (
          kind TEXT NOT NULL,
          value TEXT NOT NULL,
          persistence_id TEXT NOT NULL,
          PRIMARY KEY (kind, value, persistence_id)) WITHOUT ROWID;
        CREATE INDEX lookup_by_stream ON lookup (persistence_id, kind, value);

        CREATE TABLE personal_key (
          persistence_id TEXT NOT NULL,
          key_id TEXT NOT NULL,
          wrapped BLOB NOT NULL,
          PRIMARY KEY (persistence_id, key_id)) WITHOUT ROWID;
        CREATE INDEX personal_key_by_id ON personal_key (key_id);

        CREATE TABLE destroyed_key (key_id TEXT PRIMARY KEY) WITHOUT ROWID;
        """,
    ];

    /// <summary>The version this program writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Brings the file to <see cref="Version"/>, each step in a transaction of its own; refuses what it cannot use.</summary>
    public static void Prepare(Database database, string path, bool mayWrite)
    {
        var stored = StoredVersion(database, path);
        if (stored > Version)
        {
            throw new JournalUnusableException(
                $"The journal {path} has schema version {stored}; this program knows versions up to {Version}.",
                "Start the newer program that wrote it, or restore the backup made before the upgrade.");
        }

        if (stored < Version && !mayWrite)
        {
            throw new JournalUnusableException(
                $"The journal {path} has schema version {stored} and must be brought to {Version} first.", "Start the service once, then look again.");
        }

        for (var version = stored; version < Version; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            database.Execute(Migrations[version]);
            database.Execute(string.Create(
                CultureInfo.InvariantCulture, $"INSERT OR REPLACE INTO meta (key, value) VALUES ('schema_version', '{version + 1}')"));
            database.Execute("COMMIT");
        }
    }

    /// <summary>Refuses a journal that an import left half filled.</summary>
    public static void CheckFinished(Database database, string path)
    {
        if (database.ReadText("SELECT value FROM meta WHERE key = 'import_unfinished'") is not null)
        {
            throw new JournalUnusableException(
                $"The journal {path} was filled from an archive, and that was not finished.", "Run journal import again with the same archive: it goes on where it ended.");
        }
    }

    private static int StoredVersion(Database database, string path)
    {
        if (database.ReadText("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' LIMIT 1") is null)
        {
            return 0;
        }

        var hasMeta = database.ReadText("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'meta'") is not null;
        var text = hasMeta ? database.ReadText("SELECT value FROM meta WHERE key = 'schema_version'") : null;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw new JournalUnusableException(
                $"The file {path} is a database, but not a journal of this program.", "Name another file for the journal in the configuration.");
    }
}
