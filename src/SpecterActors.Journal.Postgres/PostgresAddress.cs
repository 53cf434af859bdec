using System.Globalization;
using Npgsql;

namespace SpecterActors.Journal.Postgres;

/// <summary>
/// Where a database is and how to log on: a URI (<c>postgres://user:password@host:5432/database?sslmode=require</c>) or Npgsql's own form
/// (<c>Host=...;Username=...;Password=...;Database=...</c>). Its text never shows the password.
/// </summary>
public sealed class PostgresAddress
{
    private readonly string connectionString;

    private PostgresAddress(NpgsqlConnectionStringBuilder builder)
    {
        connectionString = builder.ConnectionString;
        Description = string.Create(
            CultureInfo.InvariantCulture, $"{builder.Database ?? builder.Username} on {builder.Host}:{builder.Port} as {builder.Username ?? "the default user"}");
        Password = builder.Password;
    }

    /// <summary>Database, server and user, for people.</summary>
    public string Description { get; }

    /// <summary>The password, to be kept out of logs; null when the address holds none.</summary>
    public string? Password { get; }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is neither form, or names no server; the message tells what is wrong and repeats nothing of the text.</exception>
    public static PostgresAddress Parse(string text)
    {
        if (Read(text) is not { } builder)
        {
            throw new FormatException("It is neither postgres://user:password@host:5432/database nor Host=...;Username=...;Database=....");
        }

        return string.IsNullOrWhiteSpace(builder.Host) ? throw new FormatException("It names no server.") : new PostgresAddress(builder);
    }

    /// <inheritdoc/>
    public override string ToString() => Description;

    /// <summary>A builder of its own for each caller.</summary>
    internal NpgsqlConnectionStringBuilder ToBuilder() => new(connectionString);

    /// <summary>Null when it is no address; why is not told, since the words of the failure may hold a part of the secret.</summary>
    private static NpgsqlConnectionStringBuilder? Read(string text)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "postgres" or "postgresql")
                ? FromUri(uri)
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host.Trim('[', ']'), Port = uri.Port > 0 ? uri.Port : 5432 };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            builder.Database = Uri.UnescapeDataString(database);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Uri.UnescapeDataString(parts[0]);
            builder[name == "sslmode" ? "SSL Mode" : name.Replace('_', ' ')] = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return builder;
    }
}
