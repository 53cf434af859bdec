using System.Text;

namespace SpecterActors.Hocon.Syntax;

/// <summary>Reads a file as UTF-8 text, never more of it than allowed.</summary>
internal static class SourceFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null if there is no such file.</summary>
    public static string? Read(string path, int charactersMax, HoconOrigin reference)
    {
        var whole = new HoconOrigin(path, 0, 0);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > 4L * charactersMax)
                {
                    throw TooLarge(whole);
                }
            }

            return Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (DecoderFallbackException e)
        {
            throw new HoconException(
                HoconErrorKind.File, whole, $"bytes that are not UTF-8 (at byte {e.Index})", "UTF-8", "Save the file as UTF-8.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new HoconException(
                HoconErrorKind.File, reference, $"the file {path}, which cannot be read: {e.Message}", "a readable file",
                "Check that it is a file and that this process may read it.", e);
        }
    }

    public static HoconException TooLarge(HoconOrigin origin) => new(
        HoconErrorKind.Limit, origin, "more characters than a document may have, includes counted", "a smaller document",
        "Split off what is not configuration, or raise CharactersMax.");
}
