using System.CommandLine;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Cli;

/// <summary>How a command finds the running service it talks to.</summary>
internal sealed class ServiceOptions
{
    public Option<string?> Url { get; } = new("--url")
    {
        Description = "Address of the running service's admin API. Default: the first of admin.urls.", HelpName = "URL",
    };

    public Option<string?> TokenFile { get; } = new("--token-file")
    {
        Description = "File that holds its admin token. Default: admin.token of the configuration, else the file of that name in the data folder.", HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(Url);
        command.Add(TokenFile);
    }

    /// <summary>Whether the command line names a running service.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(Url) is not null || parsed.GetValue(TokenFile) is not null;

    /// <summary>The service that the command line and the configuration name.</summary>
    /// <exception cref="HostFault">The address or the token cannot be used.</exception>
    public ServiceClient Open(CommonOptions common, ParseResult parsed, HostEnvironment environment)
    {
        var node = common.Load(parsed, environment);
        var url = parsed.GetValue(Url) ?? node.Admin.Urls[0];
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new HostFault("usage", ExitCodes.Usage, $"--url \"{url}\" is not an address.", "Write what the service printed when it started, http://127.0.0.1:5080.");
        }

        return new ServiceClient(
            address,
            parsed.GetValue(TokenFile) is { } file ? Token(file) : node.Admin.Token ?? Token(Path.Combine(node.DataFolder, "admin.token")));
    }

    private static string Token(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } token && token.All(char.IsAscii)
                ? token
                : throw new HostFault("token-file-unusable", ExitCodes.Service, $"The file {file} holds no token.", "Name the file admin.token of the service's data folder with --token-file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostFault("token-file-unusable", ExitCodes.Service, $"The token file {file} cannot be read: {e.Message}", "Name the file admin.token of the service's data folder with --token-file.", e);
        }
    }
}
