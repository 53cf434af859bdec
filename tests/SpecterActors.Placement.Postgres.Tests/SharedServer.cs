using SpecterActors.Journal.Postgres.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(SpecterActors.Placement.Postgres.Tests.SharedServer))]

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>One cluster for the whole run; each test has a database of its own in it.</summary>
public sealed class SharedServer : IDisposable
{
    public PostgresServer Server { get; } = new();

    public void Dispose() => Server.Dispose();
}
