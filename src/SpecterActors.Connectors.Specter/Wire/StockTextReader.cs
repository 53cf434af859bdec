namespace SpecterActors.Connectors.Specter.Wire;

/// <summary>
/// The plain stock answer: <c>articleId;articleNo;available;batchNo</c>, rows ended by CR (specter.md section 6.3).
/// </summary>
internal static class StockTextReader
{
    private const int RawMax = 500;
    private const string NoFigure = "noItemsAvailable";

    public static FeedRead Read(string text, string batchNo, int answerLimit)
    {
        var lines = Lines(text);
        if (lines.Count == 1 && !IsRow(lines[0], batchNo) && IsReply(lines[0]))
        {
            return new FeedRead.Reply(SpecterReply.ReadText(lines[0]));
        }

        var rows = new List<FeedRow>(lines.Count);
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index];
            if (line.TrimStart().StartsWith('<'))
            {
                return new FeedRead.Unreadable("html-answer"); // a script error in the middle of the answer
            }

            if (IsRow(line, batchNo))
            {
                rows.Add(Row(line));
            }
            else if (index == lines.Count - 1 && !EndsLine(text))
            {
                return new FeedRead.Unreadable("answer-cut-off");
            }
            else if (index > 0 || !IsHeader(line))
            {
                rows.Add(new FeedRow.Unreadable(Raw(line), "not a row of this batch"));
            }
        }

        return new FeedRead.Rows(rows, rows.Count >= answerLimit);
    }

    /// <summary>
    /// Results other than 0 and 1 were never seen, and would be indistinguishable from a row that was cut off behind its second field.
    /// </summary>
    private static bool IsReply(string line) =>
        (line.Split(';', 2)[0].Trim() is "0" or "1") && (SpecterReply.ReadText(line) is SpecterReply.Success or SpecterReply.Failure);

    /// <summary>A row is whole when its last field is the batch's number: that is how a row that was cut off is told from one that was not.</summary>
    private static bool IsRow(string line, string batchNo)
    {
        var fields = line.Split(';');
        return fields.Length >= 4 && fields[3].Trim().Equals(batchNo, StringComparison.OrdinalIgnoreCase);
    }

    private static FeedRow Row(string line)
    {
        var fields = line.Split(';');
        var number = fields[1].Trim();
        var figure = fields[2].Trim();
        if (number.Length == 0)
        {
            return new FeedRow.Unreadable(Raw(line), "no article number");
        }

        if (figure.Equals(NoFigure, StringComparison.OrdinalIgnoreCase))
        {
            return new FeedRow.Stock(number, null);
        }

        return WireNumber.Read(figure) is { } available
            ? new FeedRow.Stock(number, available)
            : new FeedRow.Unreadable(Raw(line), "the quantity is not a number");
    }

    /// <summary>Names of the columns: no id in front, and the literal that P skips as third (specter.md section 6.3).</summary>
    private static bool IsHeader(string line)
    {
        var fields = line.Split(';');
        return fields.Length >= 3
            && !fields[0].Trim().All(char.IsAsciiDigit)
            && fields[2].Trim().Equals(NoFigure, StringComparison.OrdinalIgnoreCase);
    }

    private static List<string> Lines(string text) =>
        [.. text.Split(['\r', '\n']).Select(line => line.Trim(' ', '\0', '\t')).Where(line => line.Length > 0)];

    private static bool EndsLine(string text) => text.EndsWith('\r') || text.EndsWith('\n');

    private static string Raw(string line) => line.Length <= RawMax ? line : line[..RawMax];
}
