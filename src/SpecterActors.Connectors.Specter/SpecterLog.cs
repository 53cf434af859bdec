using Microsoft.Extensions.Logging;
using SpecterActors.Connectors.Specter.Client;

namespace SpecterActors.Connectors.Specter;

/// <summary>What this connector logs beside its lane; event ids 5100 to 5119. Field names only, never a value.</summary>
internal sealed partial class SpecterLog(ILogger logger)
{
    /// <summary>Says which texts lost a character.</summary>
    public void Replaced(string action, string entity, SpecterForm body)
    {
        if (body.Replaced.Count > 0)
        {
            CharactersReplaced(logger, action, entity, string.Join(", ", body.Replaced));
        }
    }

    [LoggerMessage(5100, LogLevel.Information, "{Action} for {Entity}: characters that ISO-8859-1 lacks became question marks in {Fields}")]
    private static partial void CharactersReplaced(ILogger logger, string action, string entity, string fields);
}
