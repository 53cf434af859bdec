using System.Text;

namespace SpecterActors.Sandbox.Web;

/// <summary>What <c>GET /sandbox/help</c> says.</summary>
internal static class SandboxHelp
{
    private const string General =
        """
        Simulated systems for trying out a client. Each answers below /<name>/ as the real one does; only the host differs.

        GET  /sandbox                            all systems: system, name, baseUrl, credentials
        GET  /sandbox/violations                 calls above the allowed rate or concurrency
        GET  /sandbox/callbacks                  callbacks sent to the client, and what it replied
        GET  /sandbox/<name>/state               everything the system holds
        GET  /sandbox/<name>/log                 every executed write and life operation, with its time; ?after=NUMBER
        GET  /sandbox/<name>/traffic             requests counted, most under way at once
        GET  /sandbox/<name>/operations          life operations with their JSON bodies
        POST /sandbox/<name>/life/<operation>    executes one, body as JSON
        GET  /sandbox/<name>/switches            behaviour where the truth is unknown
        PUT  /sandbox/<name>/switches/<switch>   changes one, body is the JSON value
        GET  /sandbox/<name>/faults              shares of transport and callback faults
        PUT  /sandbox/<name>/faults              "none", "light", "heavy", or {"preset": "none", "answerLost": 0.1}

        Specter answers at <baseUrl>/getInfo.asp and <baseUrl>/putInfo.asp, Abicart at <baseUrl>/backend/jsonrpc/v1/.

        """;

    public static string Text(IEnumerable<HostedSystem> systems)
    {
        var text = new StringBuilder(General);
        foreach (var hosted in systems)
        {
            text.AppendLine().AppendLine($"{hosted.System.Name} ({hosted.System.System})");
            foreach (var (operation, description) in hosted.Living?.Operations ?? new Dictionary<string, string>(StringComparer.Ordinal))
            {
                text.AppendLine($"  {operation,-16} {description}");
            }
        }

        return text.ToString();
    }
}
