using System.Runtime.Versioning;
using SpecterActors.Journal.Keys;
using SpecterActors.Journal.Tests.Sqlite;
using Xunit;

namespace SpecterActors.Journal.Tests.Keys;

[UnsupportedOSPlatform("windows")]
public sealed class TenantKeyFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Path => folder.File("master.keys");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_key_wrapped_before_a_restart_is_unwrapped_after_it()
    {
        var first = Open();
        first.Ensure("demo");
        first.Ensure("demo");
        var wrapped = first.Wrap("demo", "demo/order/1", "personal"u8);

        Assert.Equal("personal"u8.ToArray(), Open(journalHasKeys: true).Unwrap("demo", "demo/order/1", wrapped));
    }

    [Fact]
    public void The_file_is_readable_by_its_owner_only_and_refused_otherwise()
    {
        Open().Ensure("demo");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));

        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", Assert.Throws<JournalUnusableException>(() => Open()).Remedy);
    }

    [Fact]
    public void A_missing_file_is_made_for_a_new_journal_and_refused_for_one_that_has_keys()
    {
        Assert.Contains("backup", Assert.Throws<JournalUnusableException>(() => Open(journalHasKeys: true)).Remedy);
        Assert.False(File.Exists(Path));
        Open();
        Assert.True(File.Exists(Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"tenants":{"demo":"no base64!"}}""")]
    [InlineData("""{"tenants":[]}""")]
    public void A_damaged_file_is_refused_with_a_remedy(string text)
    {
        File.WriteAllText(Path, text);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("backup", Assert.Throws<JournalUnusableException>(() => Open()).Remedy);
    }

    [Fact]
    public void Another_journals_key_file_is_told_from_the_right_one()
    {
        var right = Open();
        right.Ensure("demo");
        var wrapped = right.Wrap("demo", "demo/order/1", "personal"u8);
        File.Delete(Path);
        var wrong = TenantKeyFile.Open(Path, false, bytes => bytes.Fill(9));
        wrong.Ensure("demo");

        Assert.Contains("belongs to this journal", Assert.Throws<JournalUnusableException>(() => wrong.Unwrap("demo", "demo/order/1", wrapped)).Remedy);
        Assert.Throws<JournalUnusableException>(() => wrong.Unwrap("other", "other/order/1", wrapped));
        Assert.Throws<JournalUnusableException>(() => wrong.CheckAgainst(new Dictionary<string, byte[]> { ["demo/order/1"] = wrapped }));
        right.CheckAgainst(new Dictionary<string, byte[]> { ["demo/order/1"] = wrapped });
    }

    [Fact]
    public void A_removed_tenants_key_is_gone_for_good_and_its_id_gets_no_other()
    {
        var file = Open();
        file.Ensure("demo");
        var wrapped = file.Wrap("demo", "demo/order/1", "personal"u8);
        file.Destroy("demo");

        Assert.Null(file.Unwrap("demo", "demo/order/1", wrapped));
        Assert.Null(Open().Unwrap("demo", "demo/order/1", wrapped));
        Assert.Throws<InvalidOperationException>(() => Open().Ensure("demo"));
    }

    [Fact]
    public void A_master_key_that_could_not_be_stored_is_not_used_either()
    {
        var file = Open();
        Directory.CreateDirectory(Path + ".new");

        Assert.ThrowsAny<Exception>(() => file.Ensure("demo"));
        Assert.Throws<JournalUnusableException>(() => file.Wrap("demo", "demo/order/1", "personal"u8));
        Directory.Delete(Path + ".new");
        file.Ensure("demo");
        file.Wrap("demo", "demo/order/1", "personal"u8);
    }

    private TenantKeyFile Open(bool journalHasKeys = false)
    {
        var random = new Random(5);
        return TenantKeyFile.Open(Path, journalHasKeys, random.NextBytes);
    }
}
