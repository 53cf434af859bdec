using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Demo;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Host.Tests;

/// <summary>What an operator does wrong at set-up, against a sandbox on a real socket: one clear error, a remedy, an exit code.</summary>
public sealed class SetUpTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(90));
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.StartAsync(
        new StageOptions("http://127.0.0.1:0", 1, null, FaultRates.Off, DuplicateOrderAnswer.NamesNumber, null), TimeProvider.System, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_shipped_demo_configuration_starts_against_a_sandbox()
    {
        var run = ServeAsync(text => text);
        await Until.TrueAsync(() => error.ToString().Contains("try ", StringComparison.Ordinal) || run.IsCompleted, "serve never said where it listens");

        await limit.CancelAsync();

        Assert.True(await run == ExitCodes.Ok, error.ToString());
    }

    [Fact]
    public async Task The_shipped_second_tenant_is_taken_beside_the_first()
    {
        var second = (await File.ReadAllTextAsync(Repository.File("hocon", "second.conf"), TestContext.Current.CancellationToken)).Replace("http://127.0.0.1:5090/", stage.Url.ToString(), StringComparison.Ordinal);
        var run = ServeAsync(text => $"{text}\n{second}");
        await Until.TrueAsync(() => error.ToString().Contains("try ", StringComparison.Ordinal) || run.IsCompleted, "serve never said where it listens");

        await limit.CancelAsync();

        Assert.True(await run == ExitCodes.Ok, error.ToString());
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffff", "erp-check-failed")]
    [InlineData("a1b2c3d4e5f60718293a4b5c6d7e8f90", "wrong-token-of-the-shop", "shop-check-failed")]
    [InlineData("abicart-1", "abicart-9", "shop-check-failed")]
    public async Task Wrong_credentials_are_one_clear_error(string right, string wrong, string code)
    {
        Assert.Equal(ExitCodes.Tenant, await ServeAsync(text => text.Replace(right, wrong, StringComparison.Ordinal)));

        AssertOneError(code);
        Assert.DoesNotContain(wrong.StartsWith("abicart", StringComparison.Ordinal) ? "a1b2c3d4" : wrong, error.ToString());
    }

    [Fact]
    public async Task An_erp_and_a_shop_that_cannot_be_reached_are_one_clear_error()
    {
        Assert.Equal(ExitCodes.Tenant, await ServeAsync(text => text.Replace($"{stage.Url}abicart-1", "http://127.0.0.1:9/", StringComparison.Ordinal)));

        AssertOneError("shop-check-failed");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_clear_error()
    {
        Assert.Equal(ExitCodes.Address, await ServeAsync(text => text, urls: stage.Url.GetLeftPart(UriPartial.Authority)));

        AssertOneError("port-in-use");
    }

    private void AssertOneError(string code)
    {
        var lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"error {code}: ", lines[0]);
        Assert.StartsWith("  ", lines[1]);
    }

    private async Task<int> ServeAsync(Func<string, string> change, string urls = "http://127.0.0.1:0")
    {
        var text = await File.ReadAllTextAsync(Repository.File("hocon", "demo.conf"), TestContext.Current.CancellationToken);
        text = text.Replace("http://127.0.0.1:5090/", stage.Url.ToString(), StringComparison.Ordinal) + "\nlog.console = false\n";
        var file = Path.Combine(folder, "node.conf");
        await File.WriteAllTextAsync(file, change(text), TestContext.Current.CancellationToken);
        return await HostCommandLine.RunAsync(
            ["serve", "--config", file, "--data", Path.Combine(folder, "data"), "--urls", urls],
            new HostEnvironment(
                TextWriter.Synchronized(output), TextWriter.Synchronized(error), _ => null, TimeProvider.System, EngineNode.OpenAsync, JournalTool.OpenAsync, limit.Token));
    }
}
