using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SpecterActors.Sandbox.Specter;

/// <summary>What a function answers before it is put into text or XML.</summary>
internal abstract record SpecterAnswer
{
    private SpecterAnswer() { }

    /// <summary>The short answer <c>result;id;message</c> or its XML form (specter.md section 4).</summary>
    public sealed record Result(bool Succeeded, string Id, string Message) : SpecterAnswer;

    /// <summary>Plain text as it is.</summary>
    public sealed record Plain(string Content) : SpecterAnswer;

    /// <summary>Feed data below the root node.</summary>
    public sealed record Data(IReadOnlyList<XElement> Nodes) : SpecterAnswer;

    public static SpecterAnswer Done(int id, string message) =>
        new Result(Succeeded: true, id.ToString(System.Globalization.CultureInfo.InvariantCulture), message);

    /// <summary>An element whose text stands in CDATA, as Specter writes it; characters that XML cannot hold are left out.</summary>
    public static XElement TextNode(string name, string text) => new(name, new XCData(Clean(text)));

    /// <summary>An attribute; characters that XML cannot hold are left out.</summary>
    public static XAttribute Attribute(string name, string text) => new(name, Clean(text));

    public SandboxResponse Render(bool xml, SpecterSwitches switches) => this switch
    {
        Result result when xml => Xml([Response(result, switches)], switches),
        Result result => Text($"{(result.Succeeded ? 1 : 0)};{result.Id};{result.Message}", switches),
        Plain plain => Text(plain.Content, switches),
        Data data when switches.FeedsCarryApiResponse => Xml([Response(new Result(true, "", ""), switches), .. data.Nodes], switches),
        Data data => Xml(data.Nodes, switches),
        _ => throw new System.Diagnostics.UnreachableException(GetType().Name),
    };

    private static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));

    private static XElement Response(Result result, SpecterSwitches switches) => new(
        "APIresponse",
        new XElement("result", result.Succeeded ? "1" : "0"),
        result.Succeeded ? TextNode(switches.XmlIdName, result.Id) : TextNode("code", result.Id),
        TextNode("message", result.Message));

    private static SandboxResponse Text(string text, SpecterSwitches switches) =>
        new(200, switches.TextContentType, Encoding.Latin1.GetBytes(text));

    private static SandboxResponse Xml(IReadOnlyList<XElement> nodes, SpecterSwitches switches)
    {
        var utf8 = switches.XmlEncoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase);
        var settings = new XmlWriterSettings { Encoding = utf8 ? new UTF8Encoding(false) : Encoding.Latin1 };
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, settings))
        {
            new XDocument(new XElement(switches.XmlRootName, nodes)).WriteTo(writer);
        }

        return new SandboxResponse(200, $"text/xml; charset={(utf8 ? "utf-8" : "ISO-8859-1")}", buffer.ToArray());
    }
}
