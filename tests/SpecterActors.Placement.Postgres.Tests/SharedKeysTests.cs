using System.Security.Cryptography;
using SpecterActors.Journal;
using SpecterActors.Journal.Keys;
using SpecterActors.Journal.Postgres;
using SpecterActors.Journal.Postgres.Tests;
using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>Master keys that all nodes share lie in the database only wrapped, under a key that is not in it.</summary>
public sealed class SharedKeysTests(SharedServer shared) : IDisposable
{
    private static readonly byte[] Personal = [1, 2, 3, 4];
    private readonly string database = shared.Server.NewDatabase();
    private readonly string folder = Directory.CreateTempSubdirectory("shared-keys-").FullName;

    private string KeyFile => Path.Combine(folder, "installation.key");

    private string OtherFile => Path.Combine(folder, "other.key");

    [Fact]
    public async Task A_key_made_by_one_node_opens_on_every_other_and_the_database_does_not_hold_it()
    {
        await using var node = await TestNode.OpenAsync(shared.Server.Address(database), "one");
        await using var first = await OpenAsync(KeyFile);
        File.Copy(KeyFile, OtherFile);
        await using var second = await OpenAsync(OtherFile);
        var wrapped = first.Wrap("demo", "demo/order/1", Personal);
        Assert.Equal(Personal, second.Unwrap("demo", "demo/order/1", wrapped));
        Assert.Equal(7UL, first.Seed(7));
        Assert.Equal(7UL, second.Seed(8));
        var key = File.ReadAllText(KeyFile).Trim();
        Assert.Equal("0", shared.Server.Execute(database, $"SELECT count(*) FROM shared_key WHERE encode(wrapped, 'hex') LIKE '%{key}%'"));
        Assert.Throws<JournalUnusableException>(() => second.Unwrap("unknown", "unknown/order/1", wrapped));
    }

    [Fact]
    public async Task A_destroyed_master_key_is_gone_for_every_node_and_stays_gone_after_a_restore_by_the_ledger()
    {
        await using var node = await TestNode.OpenAsync(shared.Server.Address(database), "one");
        await using var first = await OpenAsync(KeyFile);
        await using var second = await OpenAsync(KeyFile);
        var wrapped = first.Wrap("demo", "demo/order/1", Personal);
        Assert.Equal(Personal, second.Unwrap("demo", "demo/order/1", wrapped));
        var backup = shared.Server.Execute(database, "SELECT encode(wrapped, 'hex') FROM shared_key WHERE name = 'tenant/demo'");

        first.Destroy("demo");
        second.Reload();
        Assert.Null(first.Unwrap("demo", "demo/order/1", wrapped));
        Assert.Null(second.Unwrap("demo", "demo/order/1", wrapped));
        Assert.Throws<InvalidOperationException>(() => second.Wrap("demo", "demo/order/2", Personal));
        var ledger = shared.Server.Execute(database, "SELECT string_agg(key_id, ',') FROM destroyed_key");
        Assert.Equal(SharedKeys.IdOfDestroyed("demo"), ledger);

        shared.Server.Execute(database, $"UPDATE shared_key SET wrapped = decode('{backup}', 'hex') WHERE name = 'tenant/demo'");
        await using var restored = await OpenAsync(KeyFile);
        Assert.Equal(Personal, restored.Unwrap("demo", "demo/order/1", wrapped));
        restored.DestroyNamed(["demo/order/9", ledger!]);
        Assert.Null(restored.Unwrap("demo", "demo/order/1", wrapped));
    }

    [Fact]
    public async Task A_node_without_the_installations_key_or_with_another_is_refused()
    {
        await using var node = await TestNode.OpenAsync(shared.Server.Address(database), "one");
        await using var first = await OpenAsync(KeyFile);
        var missing = await Assert.ThrowsAsync<JournalUnusableException>(() => OpenAsync(OtherFile));
        Assert.Contains("is missing", missing.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(OtherFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        PostgresServer.Run("chmod", "644", OtherFile);
        var open = await Assert.ThrowsAsync<JournalUnusableException>(() => OpenAsync(OtherFile));
        Assert.Contains("chmod 600", open.Remedy, StringComparison.Ordinal);
        PostgresServer.Run("chmod", "600", OtherFile);
        var other = await Assert.ThrowsAsync<JournalUnusableException>(() => OpenAsync(OtherFile));
        Assert.Contains("is not the one of this installation", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_file_of_a_node_that_was_alone_is_taken_over_once_and_another_journals_is_refused()
    {
        await using var node = await TestNode.OpenAsync(shared.Server.Address(database), "one");
        var alone = TenantKeyFile.Open(Path.Combine(folder, "tenants.keys"), false, RandomNumberGenerator.Fill);
        alone.Ensure("demo");
        alone.Ensure("gone");
        alone.Destroy("gone");
        var wrapped = alone.Wrap("demo", "demo/order/1", Personal);

        await using var keys = await OpenAsync(KeyFile);
        keys.Import(alone);
        keys.Import(alone);
        Assert.Equal(Personal, keys.Unwrap("demo", "demo/order/1", wrapped));
        Assert.Null(keys.Unwrap("gone", "gone/order/1", wrapped));

        var strange = TenantKeyFile.Open(Path.Combine(folder, "strange.keys"), false, RandomNumberGenerator.Fill);
        strange.Ensure("demo");
        Assert.Throws<JournalUnusableException>(() => keys.Import(strange));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<SharedKeys> OpenAsync(string file) =>
        SharedKeys.OpenAsync(PostgresAddress.Parse(shared.Server.Address(database)), file, RandomNumberGenerator.Fill, CancellationToken.None);
}
