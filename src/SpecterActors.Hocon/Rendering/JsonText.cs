using System.Diagnostics;
using System.Text;

namespace SpecterActors.Hocon.Rendering;

/// <summary>Canonical JSON: no blanks, keys in ordinal order, numbers as written. Equal values give equal texts.</summary>
internal static class JsonText
{
    public static string Of(HoconValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, HoconValue value)
    {
        switch (value)
        {
            case HoconValue.Null or HoconValue.Boolean or HoconValue.Number:
                text.Append(value);
                break;
            case HoconValue.Text simple:
                text.Append(Quoting.Json(simple.Value));
                break;
            case HoconValue.List list:
                WriteItems(text, '[', list.Items, item => Write(text, item), ']');
                break;
            case HoconValue.Object fields:
                WriteItems(text, '{', fields.Fields.OrderBy(field => field.Key, StringComparer.Ordinal), field =>
                {
                    text.Append(Quoting.Json(field.Key)).Append(':');
                    Write(text, field.Value);
                }, '}');
                break;
            default:
                throw new UnreachableException(value.GetType().Name);
        }
    }

    private static void WriteItems<T>(StringBuilder text, char opening, IEnumerable<T> items, Action<T> write, char closing)
    {
        text.Append(opening);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            write(item);
        }

        text.Append(closing);
    }
}
