using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SpecterActors.Journal;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Placement.Postgres;

/// <summary>
/// The one connection on which a node holds its locks, writes its heartbeat and listens: unpooled, with short keepalives on both sides, so that
/// either notices within seconds that the other is gone. Used by one caller at a time.
/// </summary>
internal sealed class PlacementSession : IPlacementSession
{
    /// <summary>Key of the lock on a node's name, with a hash of the name.</summary>
    private const long NameClass = 7305L << 48;
    private const string Settings =
        "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000 -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 -c tcp_user_timeout=5000";

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;
    private readonly PostgresPlacementOptions options;

    private PlacementSession(NpgsqlDataSource source, NpgsqlConnection connection, PostgresPlacementOptions options, int schema)
    {
        this.source = source;
        this.connection = connection;
        this.options = options;
        Schema = schema;
    }

    /// <summary>Object id of the schema.</summary>
    private int Schema { get; }

    private string Channel => string.Create(CultureInfo.InvariantCulture, $"specter_{(uint)Schema}");

    /// <summary>Opens it, checks the server, makes the tables where they are missing, and listens.</summary>
    /// <exception cref="JournalUnusableException">The database cannot be used: unreachable, behind a pooler, of a newer program, or written by a lone process.</exception>
    public static async Task<IPlacementSession> OpenAsync(PostgresPlacementOptions options, Action<string> heard, CancellationToken cancellationToken)
    {
        var where = options.Address.Description;
        var source = Source(options);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken);
            await ServerCheck.RunAsync(connection, where, mayWrite: true, importing: false, cancellationToken);
            var schema = await Journal.Postgres.Schema.PrepareAsync(connection, where, mayWrite: true, cancellationToken);
            await Journal.Postgres.Schema.CheckFinishedAsync(connection, where, cancellationToken);
            var session = new PlacementSession(source, connection, options, schema);
            if (await session.TextAsync($"SELECT pg_try_advisory_lock_shared({Journal.Postgres.Schema.LockClass}, {schema})", cancellationToken) != "True")
            {
                throw new JournalUnusableException(
                    $"The journal in {where} is in use by a process that writes it alone.", "Stop that process, or start it as one of the nodes too.");
            }

            connection.Notification += (_, notification) => heard(notification.Payload);
            await session.ExecuteAsync($"LISTEN {session.Channel}", cancellationToken);
            return session;
        }
        catch (Exception e)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            await source.DisposeAsync();
            if (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
            {
                throw Failures.Unusable(where, e);
            }

            throw;
        }
    }

    /// <summary>The name that the server shows for the session of an incarnation.</summary>
    public static string NameOf(string incarnation) => $"specter-actors owner {incarnation}";

    /// <summary>Takes the lock on this node's name; false while another process has it.</summary>
    public async Task<bool> TryTakeNameAsync(CancellationToken cancellationToken) =>
        await TextAsync($"SELECT pg_try_advisory_lock({NameClass | (long)(Shards.Fnv(options.NodeId) & 0xFFFF_FFFF_FFFFUL)})", cancellationToken) == "True";

    /// <summary>Writes the node's row anew.</summary>
    public Task JoinAsync(string stage, CancellationToken cancellationToken) => ExecuteAsync(
        cancellationToken, PlacementSql.Join, Sql.Text(options.NodeId), Sql.Text(options.Incarnation),
        options.NodeAddress is { } address ? Sql.Text(address.AbsoluteUri) : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        Sql.Text(stage), Sql.Text(options.Version), Sql.Texts([.. options.Readable]));

    public Task SignOffAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(cancellationToken, PlacementSql.SignOff, Sql.Text(options.NodeId), Sql.Text(options.Incarnation));

    /// <summary>Writes the heartbeat and reads nodes and shards, in one round trip.</summary>
    public async Task<PlacementPicture> BeatAsync(string stage, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command(PlacementSql.Heartbeat, Sql.Text(options.NodeId), Sql.Text(options.Incarnation), Sql.Text(stage)),
                Sql.Command(PlacementSql.Nodes), Sql.Command(PlacementSql.ShardRows),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        int? session = await rows.ReadAsync(cancellationToken) ? rows.GetInt32(0) : null;
        await rows.NextResultAsync(cancellationToken);
        List<NodeRow> nodes = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            nodes.Add(new NodeRow(
                rows.GetString(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4),
                TimeSpan.FromSeconds(Math.Max(0, rows.GetDouble(5))), rows.GetString(6), rows.GetString(7)));
        }

        await rows.NextResultAsync(cancellationToken);
        List<ShardRow> shards = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            shards.Add(new ShardRow(rows.GetInt32(0), rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3)));
        }

        if (session is { } pid && pid != connection.ProcessID)
        {
            throw new JournalUnusableException(
                $"A connection pooler stands between this program and the server of {options.Address.Description}.",
                "Connect to the server itself: the locks of a node belong to a session, which a pooler shares between clients.");
        }

        return new PlacementPicture(session is not null, nodes, shards);
    }

    /// <summary>What the incarnations named can read.</summary>
    public async Task<IReadOnlyList<(string Incarnation, string[] Catalogue)>> CataloguesAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken) =>
        await Reader.RowsAsync(
            connection, Sql.Command(PlacementSql.Catalogues, Sql.Texts([.. incarnations])), row => (row.GetString(0), row.GetFieldValue<string[]>(1)), cancellationToken);

    /// <summary>All stored names and versions in the journal.</summary>
    public async Task<IReadOnlyList<string>> ManifestsAsync(CancellationToken cancellationToken) =>
        await Reader.RowsAsync(connection, Sql.Command(PlacementSql.Manifests), row => row.GetString(0), cancellationToken);

    /// <summary>Which shards hold these.</summary>
    public async Task<IReadOnlyList<(int Shard, string Manifest)>> ShardsWithAsync(IEnumerable<string> manifests, CancellationToken cancellationToken) =>
        await Reader.RowsAsync(
            connection, Sql.Command(PlacementSql.ShardsWith, Sql.Texts([.. manifests])), row => (row.GetInt32(0), row.GetString(1)), cancellationToken);

    /// <summary>Tries to hold the owner's lock of a shard; false while another session has it.</summary>
    public async Task<bool> TryLockAsync(int shard, CancellationToken cancellationToken) => await FlagAsync(PlacementSql.TryLock, shard, cancellationToken);

    public async Task UnlockAsync(int shard, CancellationToken cancellationToken) => await FlagAsync(PlacementSql.Unlock, shard, cancellationToken);

    /// <summary>Takes a shard of which the lock is held, if it is still as it was seen; the new epoch, or null.</summary>
    public async Task<long?> TakeAsync(ShardRow seen, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(cancellationToken, PlacementSql.Fence, Sql.Long(SharingSchema.FenceBase(Schema) + seen.Number));
        await using var command = new NpgsqlCommand(PlacementSql.Take, connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = seen.Number }, Sql.Long(seen.Epoch),
                seen.Incarnation is { } before ? Sql.Text(before) : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                Sql.Text(options.NodeId), Sql.Text(options.Incarnation), Sql.Texts([.. options.Readable]),
            },
        };
        var epoch = await command.ExecuteScalarAsync(cancellationToken) as long?;
        await transaction.CommitAsync(cancellationToken);
        return epoch;
    }

    public Task ReleaseAsync(int shard, long epoch, CancellationToken cancellationToken) => ExecuteAsync(
        cancellationToken, PlacementSql.Release, new NpgsqlParameter<int> { TypedValue = shard }, Sql.Long(epoch), Sql.Text(options.Incarnation));

    /// <summary>Has the server end all sessions of these incarnations but this one; their transactions are over before their locks are free.</summary>
    public Task EndSessionsAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken) => ExecuteAsync(
        cancellationToken, PlacementSql.EndSessions, Sql.Texts([.. incarnations.SelectMany(i => new[] { NameOf(i), Connections.WriterName(i) })]));

    /// <summary>Has the server end the session that this one replaces.</summary>
    public Task EndOwnPredecessorAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(cancellationToken, PlacementSql.EndSessions, Sql.Texts([NameOf(options.Incarnation)]));

    public Task SweepAsync(CancellationToken cancellationToken) => ExecuteAsync(PlacementSql.Sweep, cancellationToken);

    /// <summary>Tells the other nodes to look; in a transaction of its own, since all that notify stand in line for their commit.</summary>
    public Task NotifyAsync(string what, CancellationToken cancellationToken) =>
        ExecuteAsync(cancellationToken, PlacementSql.Notify, Sql.Text(Channel), Sql.Text(what));

    /// <summary>Waits until something is heard, at most that long. Cancelling does not hurt the connection.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => connection.WaitAsync(atMost, cancellationToken);

    public Task<Shards> SetUpAsync(int tenantShards, CancellationToken cancellationToken) => PlacementSetup.RunAsync(connection, Schema, tenantShards, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private static NpgsqlDataSource Source(PostgresPlacementOptions options)
    {
        var builder = options.Address.ToBuilder();
        builder.Pooling = false;
        builder.ApplicationName = NameOf(options.Incarnation);
        builder.Timeout = (int)Math.Ceiling(options.AnswerMax.TotalSeconds);
        builder.CommandTimeout = (int)Math.Ceiling(options.AnswerMax.TotalSeconds);
        builder.TcpKeepAlive = true;
        builder.TcpKeepAliveTime = 2;
        builder.TcpKeepAliveInterval = 1;
        builder.Enlist = false;
        builder.Options = string.IsNullOrEmpty(builder.Options) ? Settings : $"{builder.Options} {Settings}";
        return NpgsqlDataSource.Create(builder);
    }

    private async Task<bool> FlagAsync(string sql, int shard, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { Sql.Long(SharingSchema.OwnerBase(Schema) + shard) } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private Task<string?> TextAsync(FormattableString sql, CancellationToken cancellationToken) =>
        Journal.Postgres.Schema.TextAsync(connection, FormattableString.Invariant(sql), cancellationToken);

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(cancellationToken, sql);

    private async Task ExecuteAsync(CancellationToken cancellationToken, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
