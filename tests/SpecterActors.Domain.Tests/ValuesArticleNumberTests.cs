using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;
using Xunit;

namespace SpecterActors.Domain.Tests;

public sealed class ValuesArticleNumberTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("ABC-123_x")]
    [InlineData("-")]
    public void Letters_digits_hyphen_and_underscore_are_legal(string text)
    {
        Assert.True(ArticleNumber.TryParse(text, out var number, out var fault));
        Assert.Equal(text, number.Value);
        Assert.Null(fault);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\t")]
    public void A_missing_number_is_a_reason_of_its_own(string? text)
    {
        Assert.False(ArticleNumber.TryParse(text, out _, out var fault));
        Assert.Equal(ArticleNumberFaultKind.Missing, fault.Kind);
        Assert.Equal(ParkingCodes.ArticleNumberMissing, fault.ParkingCode);
        Assert.Equal("is missing", fault.Reason);
    }

    [Theory]
    [InlineData(" A1", ArticleNumberFaultKind.Space, 1)]
    [InlineData("A1 ", ArticleNumberFaultKind.Space, 3)]
    [InlineData("A\u00A01", ArticleNumberFaultKind.Space, 2)]
    [InlineData("A,1", ArticleNumberFaultKind.Comma, 2)]
    [InlineData("blå", ArticleNumberFaultKind.SwedishLetter, 3)]
    [InlineData("ÄPPLE", ArticleNumberFaultKind.SwedishLetter, 1)]
    [InlineData("RÖD", ArticleNumberFaultKind.SwedishLetter, 2)]
    [InlineData("A&B", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A%B", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A¤B", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A#B", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A€B", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A.B", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A/B", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("Aé", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A\u0661", ArticleNumberFaultKind.SpecialCharacter, 2)]
    [InlineData("A\0", ArticleNumberFaultKind.SpecialCharacter, 2)]
    public void An_illegal_character_is_named_with_its_place(string text, ArticleNumberFaultKind kind, int position)
    {
        Assert.False(ArticleNumber.TryParse(text, out var number, out var fault));
        Assert.Null(number);
        Assert.Equal(kind, fault.Kind);
        Assert.Equal(position, fault.Position);
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, fault.ParkingCode);
        Assert.Contains($"position {position}", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_outside_the_basic_plane_is_shown_whole() =>
        Assert.Equal("has the character '\U0001F600' at position 2", ArticleNumber.FaultOf("A\U0001F600")!.Reason);

    [Fact]
    public void A_control_or_half_character_is_shown_by_its_code()
    {
        Assert.Equal("has the character 'U+0007' at position 1", ArticleNumber.FaultOf("\a")!.Reason);
        Assert.Equal("has the character 'U+D83D' at position 1", ArticleNumber.FaultOf("\uD83D")!.Reason);
    }

    [Fact]
    public void Length_is_bounded()
    {
        Assert.Null(ArticleNumber.FaultOf(new string('a', ArticleNumber.LengthMax)));
        Assert.Equal(ArticleNumberFaultKind.TooLong, ArticleNumber.FaultOf(new string('a', ArticleNumber.LengthMax + 1))!.Kind);
    }

    [Fact]
    public void Every_other_ascii_character_is_refused()
    {
        for (var c = '\0'; c < 128; c++)
        {
            Assert.Equal(char.IsAsciiLetterOrDigit(c) || c is '-' or '_', ArticleNumber.FaultOf($"A{c}B") is null);
        }
    }
}
