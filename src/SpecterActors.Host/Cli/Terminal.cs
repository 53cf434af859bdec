using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SpecterActors.Host.Cli;

/// <summary>
/// Where a command writes: answers to <paramref name="output"/>, errors and progress to <paramref name="error"/>. With JSON wanted, the answer
/// is one JSON value on the output and an error one JSON object on the error output.
/// </summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool json)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions OneLine = new(Options) { WriteIndented = false };

    public bool Json => json;

    /// <summary>The answer: as JSON when wanted, otherwise as the lines.</summary>
    public void Answer<T>(T value, Func<IEnumerable<string>> lines)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(value, Options));
        }
        else
        {
            foreach (var line in lines())
            {
                output.WriteLine(line);
            }
        }

        output.Flush();
    }

    /// <summary>Lines of an answer that is no JSON, whatever is wanted: a file's text.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine(line);
        }

        output.Flush();
    }

    /// <summary>One line of progress: text for people, or one JSON object per line.</summary>
    public void Progress<T>(T value, string text)
    {
        var writer = json ? output : error;
        writer.WriteLine(json ? JsonSerializer.Serialize(value, OneLine) : text);
        writer.Flush();
    }

    /// <summary>A line for people; nothing when JSON is wanted.</summary>
    public void Say(string text)
    {
        if (!json)
        {
            error.WriteLine(text);
            error.Flush();
        }
    }

    /// <summary>Tells a fault and gives its exit code.</summary>
    public int Fail(HostFault fault)
    {
        if (json)
        {
            var body = new JsonObject { ["code"] = fault.Code, ["message"] = fault.Message, ["remedy"] = fault.Remedy, ["exitCode"] = fault.ExitCode };
            if (fault.Fields.Count > 0)
            {
                body["fields"] = JsonSerializer.SerializeToNode(fault.Fields, Options);
            }

            error.WriteLine(new JsonObject { ["error"] = body }.ToJsonString(OneLine));
        }
        else
        {
            // One line each, whatever an outside system answered; the stack of a defect keeps its lines.
            var message = fault.ExitCode == ExitCodes.Defect ? fault.Message : fault.Message.ReplaceLineEndings(" ");
            error.WriteLine($"error {fault.Code}: {message}");
            error.WriteLine($"  {fault.Remedy}");
            foreach (var field in fault.Fields)
            {
                error.WriteLine($"  - {field}");
            }
        }

        error.Flush();
        return fault.ExitCode;
    }
}
