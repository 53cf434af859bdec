using System.Diagnostics;
using System.Text;

namespace SpecterActors.Hocon.Rendering;

/// <summary>Writes values as an indented HOCON document; reading it gives equal values with the keys in the same order.</summary>
internal static class HoconText
{
    private const int IndentSize = 2;

    public static string Of(HoconValue.Object root)
    {
        var text = new StringBuilder();
        WriteFields(text, root, 0);
        return text.ToString();
    }

    public static string Of(HoconValue value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void WriteFields(StringBuilder text, HoconValue.Object fields, int level)
    {
        foreach (var (key, value) in fields.Fields)
        {
            Indent(text, level).Append(Quoting.Key(key)).Append(value is HoconValue.Object ? " " : " = ");
            Write(text, value, level);
            text.Append('\n');
        }
    }

    private static void Write(StringBuilder text, HoconValue value, int level)
    {
        switch (value)
        {
            case HoconValue.Null or HoconValue.Boolean or HoconValue.Number:
                text.Append(value);
                break;
            case HoconValue.Text simple:
                text.Append(IsPlain(simple.Value) ? simple.Value : Quoting.Json(simple.Value));
                break;
            case HoconValue.List { Items.Length: 0 }:
                text.Append("[]");
                break;
            case HoconValue.List list:
                text.Append("[\n");
                foreach (var item in list.Items)
                {
                    Write(Indent(text, level + 1), item, level + 1);
                    text.Append('\n');
                }

                Indent(text, level).Append(']');
                break;
            case HoconValue.Object { Count: 0 }:
                text.Append("{}");
                break;
            case HoconValue.Object fields:
                text.Append("{\n");
                WriteFields(text, fields, level + 1);
                Indent(text, level).Append('}');
                break;
            default:
                throw new UnreachableException(value.GetType().Name);
        }
    }

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && text is not ("true" or "false" or "null");

    private static StringBuilder Indent(StringBuilder text, int level) => text.Append(' ', IndentSize * level);
}
