using System.Globalization;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>Made-up Swedish organisation and personal identity numbers with a right check digit.</summary>
public static class SwedishNumbers
{
    /// <summary>An organisation number of a limited company, such as 556012-3456.</summary>
    public static string Organisation(Random random)
    {
        var nine = $"556{random.Next(0, 1_000_000):D6}";
        return $"{nine[..6]}-{nine[6..]}{CheckDigit(nine)}";
    }

    /// <summary>A personal number with century, such as 19870412-9803; its birth number is one of those reserved for tests (980 to 999).</summary>
    public static string Personal(Random random)
    {
        var born = new DateOnly(1940, 1, 1).AddDays(random.Next(0, 365 * 64)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var nine = $"{born[2..]}{random.Next(980, 1000)}";
        return $"{born}-{nine[6..]}{CheckDigit(nine)}";
    }

    /// <summary>True for ten digits, or twelve with the century, with a right check digit; hyphens are skipped.</summary>
    public static bool IsValid(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        var ten = digits.Length == 12 ? digits[2..] : digits;
        return ten.Length == 10 && CheckDigit(ten[..9]) == ten[9] - '0';
    }

    /// <summary>The Luhn check digit of nine digits.</summary>
    public static int CheckDigit(string nine)
    {
        var sum = 0;
        for (var i = 0; i < nine.Length; i++)
        {
            var doubled = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += (doubled / 10) + (doubled % 10);
        }

        return (10 - (sum % 10)) % 10;
    }
}
