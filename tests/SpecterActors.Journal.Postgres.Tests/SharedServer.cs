using Xunit;

[assembly: AssemblyFixture(typeof(SpecterActors.Journal.Postgres.Tests.SharedServer))]

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>One cluster for the whole run; each test has a database of its own in it.</summary>
public sealed class SharedServer : IDisposable
{
    public PostgresServer Server { get; } = new();

    public PostgresJournalOptions Options(string database, bool readOnly = false) =>
        new() { Address = PostgresAddress.Parse(Server.Address(database)), ReadOnly = readOnly, LockWait = TimeSpan.FromSeconds(2) };

    public Task<PostgresStore> OpenAsync(string database, bool readOnly = false) =>
        PostgresStore.OpenAsync(Options(database, readOnly), TimeProvider.System, null, CancellationToken.None);

    public void Dispose() => Server.Dispose();
}
