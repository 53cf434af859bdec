using Npgsql;

namespace SpecterActors.Journal.Postgres;

/// <summary>Makes the two sources of connections: pooled ones for reads, and one unpooled connection at a time for the writer.</summary>
internal static class Connections
{
    /// <summary>
    /// Every query here goes by an index, whatever the statistics of a young table say; one plan per statement, since planning over all
    /// partitions costs more than most of them. A peer that is gone is noticed within ten seconds on either side.
    /// </summary>
    private const string Settings =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off -c jit=off -c plan_cache_mode=force_generic_plan "
        + "-c tcp_user_timeout=10000 -c idle_in_transaction_session_timeout=60000 -c lock_timeout=10000";

    private const int BufferBytes = 128 << 10;

    public static NpgsqlDataSource Readers(PostgresJournalOptions options)
    {
        var builder = Common(options);
        builder.MaxPoolSize = Math.Max(1, options.Readers) + 1;
        builder.ApplicationName = "specter-actors reader";
        return NpgsqlDataSource.Create(builder);
    }

    public static NpgsqlDataSource Writer(PostgresJournalOptions options)
    {
        var builder = Common(options);
        builder.Pooling = false;
        builder.ApplicationName = options.Sharing is { } sharing ? WriterName(sharing.Incarnation) : "specter-actors writer";
        if (options.Importing)
        {
            builder.Options += " -c synchronous_commit=off";
        }

        return NpgsqlDataSource.Create(builder);
    }

    /// <summary>Name of the session that writes for one incarnation of a node.</summary>
    public static string WriterName(string incarnation) => $"specter-actors writer {incarnation}";

    private static NpgsqlConnectionStringBuilder Common(PostgresJournalOptions options)
    {
        var builder = options.Address.ToBuilder();
        builder.Timeout = Seconds(options.ConnectTimeout);
        builder.CommandTimeout = Seconds(options.CommandTimeout);
        builder.TcpKeepAlive = true;
        builder.TcpKeepAliveTime = 5;
        builder.TcpKeepAliveInterval = 2;
        // Of the size of a socket's own: a recovery or a batch of hundreds of events then takes few system calls, each of which may cost a change of threads.
        builder.ReadBufferSize = BufferBytes;
        builder.WriteBufferSize = BufferBytes;
        builder.MaxAutoPrepare = 64;
        builder.AutoPrepareMinUsages = 2;
        builder.NoResetOnClose = true;
        builder.Enlist = false;
        builder.Options = string.IsNullOrEmpty(builder.Options) ? Settings : $"{builder.Options} {Settings}";
        return builder;
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
