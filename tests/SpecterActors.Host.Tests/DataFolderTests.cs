using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;

namespace SpecterActors.Host.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DataFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_second_holder_is_refused_until_the_first_lets_go()
    {
        using (DataFolder.Take(folder))
        {
            var fault = Assert.Throws<HostFault>(() => DataFolder.Take(folder));
            Assert.Equal(("data-folder-in-use", ExitCodes.DataFolder), (fault.Code, fault.ExitCode));
        }

        using var again = DataFolder.Take(folder);
        Assert.Equal(folder, again.Path);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_clear_fault()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");

        foreach (var path in new[] { Path.Combine(file, "data"), "/proc/self/data", "/sys/kernel" })
        {
            var fault = Assert.Throws<HostFault>(() => DataFolder.Take(path));
            Assert.Equal(("data-folder-read-only", ExitCodes.DataFolder), (fault.Code, fault.ExitCode));
            Assert.Contains("--data", fault.Remedy);
        }
    }

    [Fact]
    public void The_token_is_made_once_and_only_its_owner_can_read_it()
    {
        using var data = DataFolder.Take(Path.Combine(folder, "new"));

        var (token, made) = data.AdminToken();
        var (again, madeAgain) = data.AdminToken();

        Assert.Equal(64, token.Length);
        Assert.Equal((token, true, false), (again, made, madeAgain));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.TokenFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data.Path));
    }

    [Fact]
    public void A_token_file_that_others_can_read_is_refused()
    {
        using var data = DataFolder.Take(folder);
        data.AdminToken();
        File.SetUnixFileMode(data.TokenFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var fault = Assert.Throws<HostFault>(() => data.AdminToken());

        Assert.Contains("chmod 600", fault.Remedy);
    }
}
