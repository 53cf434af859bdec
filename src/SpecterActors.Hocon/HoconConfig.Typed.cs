using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SpecterActors.Hocon;

/// <content>
/// Typed access. Every <c>GetX</c> raises a <see cref="HoconException"/> that names the place when the key is missing, null,
/// or not of the type; every <c>TryGetX</c> returns false when it is missing or null, and raises the same error when it
/// stands there with another type: a wrong value is never taken for an absent one.
/// </content>
public sealed partial class HoconConfig
{
    /// <summary>A string; a number or boolean is taken as it was written.</summary>
    /// <exception cref="HoconException">Missing, null, or an array or object.</exception>
    public string GetString(string path) => HoconConvert.ToText(Present(path), path);

    /// <summary>As <see cref="GetString"/>, false if missing or null.</summary>
    public bool TryGetString(string path, [MaybeNullWhen(false)] out string value) => Try(path, HoconConvert.ToText, out value);

    /// <summary>A whole number from -2,147,483,648 to 2,147,483,647; a string that holds one will do.</summary>
    /// <exception cref="HoconException">Missing, null, no number, not whole, or out of range.</exception>
    public int GetInt(string path) => HoconConvert.ToInt(Present(path), path);

    /// <summary>As <see cref="GetInt"/>, false if missing or null.</summary>
    public bool TryGetInt(string path, out int value) => Try(path, HoconConvert.ToInt, out value);

    /// <summary>A whole number of 64 bits; a string that holds one will do.</summary>
    /// <exception cref="HoconException">Missing, null, no number, not whole, or out of range.</exception>
    public long GetLong(string path) => HoconConvert.ToLong(Present(path), path);

    /// <summary>As <see cref="GetLong"/>, false if missing or null.</summary>
    public bool TryGetLong(string path, out long value) => Try(path, HoconConvert.ToLong, out value);

    /// <summary>A decimal number; a string that holds one will do.</summary>
    /// <exception cref="HoconException">Missing, null, no number, or out of the range of <see cref="decimal"/>.</exception>
    public decimal GetDecimal(string path) => HoconConvert.ToDecimal(Present(path), path);

    /// <summary>As <see cref="GetDecimal"/>, false if missing or null.</summary>
    public bool TryGetDecimal(string path, out decimal value) => Try(path, HoconConvert.ToDecimal, out value);

    /// <summary>A boolean; the strings true, yes, on, false, no, off will do.</summary>
    /// <exception cref="HoconException">Missing, null, or none of these.</exception>
    public bool GetBool(string path) => HoconConvert.ToBool(Present(path), path);

    /// <summary>As <see cref="GetBool"/>, false if missing or null.</summary>
    public bool TryGetBool(string path, out bool value) => Try(path, HoconConvert.ToBool, out value);

    /// <summary>A duration such as <c>10 s</c>; a bare number is milliseconds. See <see cref="HoconDuration"/>.</summary>
    /// <exception cref="HoconException">Missing, null, or no duration.</exception>
    public TimeSpan GetTimeSpan(string path) => HoconConvert.ToTimeSpan(Present(path), path);

    /// <summary>As <see cref="GetTimeSpan"/>, false if missing or null.</summary>
    public bool TryGetTimeSpan(string path, out TimeSpan value) => Try(path, HoconConvert.ToTimeSpan, out value);

    /// <summary>A size in bytes such as <c>512 KiB</c>; a bare number is bytes. See <see cref="HoconSize"/>.</summary>
    /// <exception cref="HoconException">Missing, null, or no size.</exception>
    public long GetSize(string path) => HoconConvert.ToSize(Present(path), path);

    /// <summary>As <see cref="GetSize"/>, false if missing or null.</summary>
    public bool TryGetSize(string path, out long value) => Try(path, HoconConvert.ToSize, out value);

    /// <summary>An array; an object with numbers for keys will do, in the order of the numbers.</summary>
    /// <exception cref="HoconException">Missing, null, or neither.</exception>
    public ImmutableArray<HoconValue> GetList(string path) => HoconConvert.ToList(Present(path), path);

    /// <summary>As <see cref="GetList"/>, false if missing or null.</summary>
    public bool TryGetList(string path, out ImmutableArray<HoconValue> value) => Try(path, HoconConvert.ToList, out value);

    /// <summary>An array of strings; numbers and booleans are taken as they were written.</summary>
    /// <exception cref="HoconException">Missing, null, no array, or an element that is null, an array or an object.</exception>
    public ImmutableArray<string> GetStringList(string path) => HoconConvert.ToStringList(Present(path), path);

    /// <summary>As <see cref="GetStringList"/>, false if missing or null.</summary>
    public bool TryGetStringList(string path, out ImmutableArray<string> value) => Try(path, HoconConvert.ToStringList, out value);

    /// <summary>An object, as a document of its own.</summary>
    /// <exception cref="HoconException">Missing, null, or no object.</exception>
    public HoconConfig GetObject(string path) => HoconConvert.ToObject(Present(path), path);

    /// <summary>As <see cref="GetObject"/>, false if missing or null.</summary>
    public bool TryGetObject(string path, [MaybeNullWhen(false)] out HoconConfig value) =>
        Try(path, HoconConvert.ToObject, out value);

    private HoconValue Present(string path) => GetValue(path) is { } value and not HoconValue.Null
        ? value
        : throw new HoconException(HoconErrorKind.MissingKey, GetOrigin(path), $"null for {path}", "a value", $"Set {path}.");

    private bool Try<T>(string path, Func<HoconValue, string, T> convert, [MaybeNullWhen(false)] out T value)
    {
        if (TryGetValue(path, out var found) && found is not HoconValue.Null)
        {
            value = convert(found, path);
            return true;
        }

        value = default;
        return false;
    }
}
