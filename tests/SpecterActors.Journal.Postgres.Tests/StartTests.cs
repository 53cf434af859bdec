using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>What a start refuses, each with one clear error and never with the password in it.</summary>
public sealed class StartTests(SharedServer shared)
{
    private readonly string database = shared.Server.NewDatabase();

    [Fact]
    public async Task Wrong_credentials_are_told_with_a_remedy() =>
        await RefusedAsync(shared.Server.Address(database, password: "wrong-word"), "refused the credentials", "Check user and password");

    [Fact]
    public async Task A_database_that_is_not_there_is_told_with_a_remedy() =>
        await RefusedAsync(shared.Server.Address("nowhere"), "There is no database nowhere", "CREATE DATABASE");

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_with_a_remedy() =>
        await RefusedAsync("postgres://postgres:wrong-word@127.0.0.1:1/journal", "cannot be reached", "that the server runs");

    [Fact]
    public async Task A_user_who_may_make_no_tables_is_told_with_a_remedy()
    {
        shared.Server.Execute(database, "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'wrong-word'");
        await RefusedAsync(shared.Server.Address(database, "guest", "wrong-word"), "may not use the database", "Make it the owner");
    }

    [Fact]
    public async Task A_database_that_commits_without_waiting_for_the_disk_is_refused()
    {
        shared.Server.Execute(database, $"ALTER DATABASE {database} SET synchronous_commit = off");
        await RefusedAsync(shared.Server.Address(database), "synchronous_commit = off", "Set synchronous_commit = on");
    }

    [Fact]
    public async Task A_server_that_never_flushes_is_refused()
    {
        using var careless = new PostgresServer("fsync=off");
        await RefusedAsync(careless.Address(careless.NewDatabase()), "fsync = off", "Set fsync = on");
    }

    [Fact]
    public async Task A_database_that_is_not_utf_8_is_refused()
    {
        shared.Server.Execute("postgres", "CREATE DATABASE plain ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        await RefusedAsync(shared.Server.Address("plain"), "the encoding SQL_ASCII", "UTF8");
    }

    [Fact]
    public async Task A_pooler_in_between_is_refused()
    {
        await using var pooler = new PoolerLikeProxy(shared.Server.Port);
        var address = shared.Server.Address(database).Replace($":{shared.Server.Port}/", $":{pooler.Port}/", StringComparison.Ordinal);
        await RefusedAsync(address + "?sslmode=disable", "connection pooler", "Connect to the server itself");
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("Host=;Password=secret")]
    [InlineData("postgres://")]
    [InlineData("Host=localhost;Passwort=secret")]
    [InlineData("postgres://u:secret@h/d?nosuch=1")]
    public void An_address_that_cannot_be_read_is_refused_without_repeating_it(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => PostgresAddress.Parse(text)).Message);

    [Fact]
    public void Both_forms_of_an_address_are_read_and_neither_shows_its_password()
    {
        var uri = PostgresAddress.Parse("postgresql://k%C3%A5re:p%40ss@db.example:6000/jour%20nal?sslmode=require&search_path=sync");
        Assert.Equal("jour nal on db.example:6000 as kåre", uri.ToString());
        Assert.Equal("p@ss", uri.Password);
        Assert.Equal("sync", uri.ToBuilder().SearchPath);
        Assert.Equal("journal on db:5432 as u", PostgresAddress.Parse("Host=db;Username=u;Password=p;Database=journal").ToString());
    }

    private static async Task RefusedAsync(string address, string message, string remedy)
    {
        var options = new PostgresJournalOptions { Address = PostgresAddress.Parse(address) };
        var failure = await Assert.ThrowsAsync<JournalUnusableException>(() => PostgresStore.OpenAsync(options, TimeProvider.System, null, CancellationToken.None));
        Assert.Contains(message, failure.Message);
        Assert.Contains(remedy, failure.Remedy);
        Assert.DoesNotContain("wrong-word", failure.Message);
    }
}
