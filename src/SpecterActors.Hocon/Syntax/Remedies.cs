namespace SpecterActors.Hocon.Syntax;

/// <summary>What to do about a character that cannot stand in an unquoted value.</summary>
internal static class Remedies
{
    public static string InValue(char c) => c switch
    {
        ':' or '=' => "Put the value in double quotes if it holds ':' or '=' (an address, for example), or start the next key on a new line.",
        '{' or '[' => "Put a comma or a newline between two values, or remove the bracket.",
        '}' or ']' => "Check that every bracket is closed by its own kind.",
        '\\' => "Put the value in triple quotes (\"\"\"C:\\dir\"\"\"), or in double quotes with every backslash doubled.",
        ',' => "Remove the comma that is too many.",
        _ => "Put the value in double quotes, or separate it by a comma or a newline.",
    };
}
