using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SpecterActors.Host.Tests;

/// <summary>The program as a process of its own, ended by SIGKILL and asked to stop by SIGTERM.</summary>
public sealed partial class KilledProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_paused_is_paused_after_a_kill_and_a_second_process_is_kept_out()
    {
        using (var first = await ServeAsync())
        {
            Assert.Equal(200, await SendAsync(first, "PUT", "admin/tenants/demo", RunningNode.UncheckedTenant()));
            Assert.Equal(200, await SendAsync(first, "POST", "admin/tenants/demo/pause", """{"reason":"before the kill"}"""));
            using var second = Start();
            var told = await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await second.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Cli.ExitCodes.DataFolder, second.ExitCode);
            Assert.Contains("data-folder-in-use", told);
            first.Process.Kill();
            await first.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var again = await ServeAsync();
        var tenant = JsonNode.Parse(await again.Http.GetStringAsync("admin/tenants/demo", TestContext.Current.CancellationToken))!;
        Assert.True((bool)tenant["summary"]!["paused"]!);
        Assert.Equal("before the kill", (string?)tenant["pauseReason"]);
        Assert.NotEmpty(tenant["children"]!.AsArray());
        Assert.Equal("5", (string?)tenant["settings"]!["erp"]!["lane"]!["calls"]!.ToJsonString());

        using var terminate = Process.Start("kill", $"-TERM {again.Process.Id}");
        await again.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Cli.ExitCodes.Ok, again.Process.ExitCode);
    }

    private static async Task<int> SendAsync(Served served, string method, string path, string json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await served.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private async Task<Served> ServeAsync()
    {
        var process = Start();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                var http = new HttpClient { BaseAddress = new Uri(match.Groups["url"].Value) };
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer", (await File.ReadAllTextAsync(Path.Combine(folder, "data", "admin.token"), TestContext.Current.CancellationToken)).Trim());
                return new Served(process, http);
            }
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        throw new InvalidOperationException($"The service ended with exit code {process.ExitCode} before it said where it listens.");
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "SpecterActors.Host.dll"), "serve", "--data", Path.Combine(folder, "data"), "--urls", "http://127.0.0.1:0"])
    {
        UseShellExecute = false,
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    [GeneratedRegex(@"^listening on\s+(?<url>http:\S+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Listening();

    private sealed record Served(Process Process, HttpClient Http) : IDisposable
    {
        public void Dispose()
        {
            Http.Dispose();
            if (!Process.HasExited)
            {
                Process.Kill();
            }

            Process.Dispose();
        }
    }
}
