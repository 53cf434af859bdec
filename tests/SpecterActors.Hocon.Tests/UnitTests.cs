namespace SpecterActors.Hocon.Tests;

public class UnitTests
{
    [Theory]
    [InlineData("10", 100_000L)]
    [InlineData("100 ns", 1L)]
    [InlineData("200nano", 2L)]
    [InlineData("100 nanoseconds", 1L)]
    [InlineData("1 us", 10L)]
    [InlineData("1 micros", 10L)]
    [InlineData("1 microsecond", 10L)]
    [InlineData("1ms", 10_000L)]
    [InlineData("2 millis", 20_000L)]
    [InlineData("1 s", 10_000_000L)]
    [InlineData("1.5 seconds", 15_000_000L)]
    [InlineData("  2 m  ", 1_200_000_000L)]
    [InlineData("1 minute", 600_000_000L)]
    [InlineData("1h", 36_000_000_000L)]
    [InlineData("1 hours", 36_000_000_000L)]
    [InlineData("1 d", 864_000_000_000L)]
    [InlineData("-1 s", -10_000_000L)]
    [InlineData("1e3 ms", 10_000_000L)]
    [InlineData("0", 0L)]
    public void Durations_are_read(string text, long ticks) => Assert.Equal(ticks, HoconDuration.Parse(text).Ticks);

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10 S")]
    [InlineData("10 sec")]
    [InlineData("10 s s")]
    [InlineData("1:30")]
    [InlineData("1 ns")]
    [InlineData("99999999999 d")]
    [InlineData("1e30 s")]
    [InlineData("infinite")]
    public void What_is_no_duration_is_refused(string text)
    {
        Assert.False(HoconDuration.TryParse(text, out _));
        Assert.Equal(HoconErrorKind.WrongType, Assert.Throws<HoconException>(() => HoconDuration.Parse(text)).Kind);
    }

    [Theory]
    [InlineData("10", 10L)]
    [InlineData("10 B", 10L)]
    [InlineData("10b", 10L)]
    [InlineData("1 byte", 1L)]
    [InlineData("1kB", 1000L)]
    [InlineData("1 kilobyte", 1000L)]
    [InlineData("2 kilobytes", 2000L)]
    [InlineData("1K", 1024L)]
    [InlineData("1k", 1024L)]
    [InlineData("1Ki", 1024L)]
    [InlineData("1KiB", 1024L)]
    [InlineData("3 kibibytes", 3072L)]
    [InlineData("1MB", 1_000_000L)]
    [InlineData("1m", 1_048_576L)]
    [InlineData("1 MiB", 1_048_576L)]
    [InlineData("1 GB", 1_000_000_000L)]
    [InlineData("1 G", 1_073_741_824L)]
    [InlineData("1 TB", 1_000_000_000_000L)]
    [InlineData("1 tebibyte", 1_099_511_627_776L)]
    [InlineData("1 PB", 1_000_000_000_000_000L)]
    [InlineData("1 p", 1_125_899_906_842_624L)]
    [InlineData("9 EB", 9_000_000_000_000_000_000L)]
    [InlineData("7 EiB", 8_070_450_532_247_928_832L)]
    [InlineData("1.5 K", 1536L)]
    [InlineData("0 ZB", 0L)]
    [InlineData("0 yobibytes", 0L)]
    public void Sizes_of_both_families_are_read(string text, long bytes) => Assert.Equal(bytes, HoconSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1 KB")]
    [InlineData("1 kiB")]
    [InlineData("1 mb")]
    [InlineData("1.3 B")]
    [InlineData("10 EB")]
    [InlineData("1 ZB")]
    [InlineData("1 YiB")]
    [InlineData("1 parsec")]
    public void What_is_no_size_is_refused(string text)
    {
        Assert.False(HoconSize.TryParse(text, out _));
        Assert.Equal(HoconErrorKind.WrongType, Assert.Throws<HoconException>(() => HoconSize.Parse(text)).Kind);
    }
}
