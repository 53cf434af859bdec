namespace SpecterActors.Sandbox.Specter;

/// <summary>Why the simulated Specter refuses a request.</summary>
public enum SpecterError
{
    /// <summary>Key, sbmId or apiUserId is wrong.</summary>
    WrongCredentials,

    /// <summary>The endpoint has no such function.</summary>
    UnknownAction,

    /// <summary>A required parameter is absent or empty; {0} is its name.</summary>
    MissingParameter,

    /// <summary>A value cannot be read or is too long; {0} is the parameter, {1} the value.</summary>
    InvalidValue,

    /// <summary>{0} is the customer id.</summary>
    UnknownCustomer,

    /// <summary>{0} is the article number.</summary>
    UnknownArticle,

    /// <summary>{0} is the order number.</summary>
    UnknownOrder,

    /// <summary>{0} is the stock site id.</summary>
    UnknownStockSite,

    /// <summary>No delivery method has the external key; {0} is it.</summary>
    UnknownDeliveryMethod,

    /// <summary>The external order number is taken; {0} is it, {1} the number of the order that has it.</summary>
    DuplicateOrder,

    /// <summary>As <see cref="DuplicateOrder"/>, but the text does not name the order that has it.</summary>
    DuplicateOrderUnnamed,

    /// <summary>A refusal that says nothing: 99 may be a generic code (specter.md section 4.3).</summary>
    Unspecified,

    /// <summary>More articles in one call than allowed; {0} is how many are allowed.</summary>
    TooManyArticles,

    /// <summary>The order's state does not allow it; {0} is the order number, {1} the state.</summary>
    WrongOrderState,

    /// <summary>More is to be delivered than is left; {0} is the article number.</summary>
    TooMuchDelivered,

    /// <summary>Another batch is open; {0} is its number, in apostrophes (specter.md section 4.3).</summary>
    BatchOpen,

    /// <summary>Acknowledged batch is not the open one; {0} is the submitted, {1} the open number, in this order.</summary>
    WrongBatch,

    /// <summary>As <see cref="WrongBatch"/>, but the text names the open number {1} first (stock, specter.md section 4.3).</summary>
    WrongStockBatch,
}

/// <summary>Code and text of one refusal; in the text {0} and {1} are the arguments that <see cref="SpecterError"/> names.</summary>
public sealed record SpecterErrorText(string Code, string Text)
{
    /// <summary>
    /// Invented codes and Swedish texts; only 99 with quoted batch numbers is known (specter.md sections 4.3 and 16).
    /// </summary>
    public static IReadOnlyDictionary<SpecterError, SpecterErrorText> Defaults { get; } = new Dictionary<SpecterError, SpecterErrorText>
    {
        [SpecterError.WrongCredentials] = new("10", "Felaktig nyckel eller behörighet saknas"),
        [SpecterError.UnknownAction] = new("11", "Okänd funktion '{0}'"),
        [SpecterError.MissingParameter] = new("20", "Parametern {0} saknas"),
        [SpecterError.InvalidValue] = new("21", "Parametern {0} har ett ogiltigt värde '{1}'"),
        [SpecterError.UnknownCustomer] = new("30", "Kunden {0} finns inte"),
        [SpecterError.UnknownArticle] = new("31", "Artikeln {0} finns inte"),
        [SpecterError.UnknownOrder] = new("32", "Ordern {0} finns inte"),
        [SpecterError.UnknownStockSite] = new("33", "Lagerstället {0} finns inte"),
        [SpecterError.UnknownDeliveryMethod] = new("34", "Leveranssättet '{0}' finns inte"),
        [SpecterError.DuplicateOrder] = new("40", "Externt ordernummer '{0}' finns redan på order {1}"),
        [SpecterError.DuplicateOrderUnnamed] = new("40", "Externt ordernummer finns redan"),
        [SpecterError.Unspecified] = new("99", "Ett fel uppstod"),
        [SpecterError.TooManyArticles] = new("41", "Högst {0} artiklar per anrop"),
        [SpecterError.WrongOrderState] = new("42", "Ordern {0} har status {1}"),
        [SpecterError.TooMuchDelivered] = new("43", "Levererat antal överstiger beställt antal för artikel {0}"),
        [SpecterError.BatchOpen] = new("99", "Det finns redan en öppen batch '{0}' som måste avslutas först"),
        [SpecterError.WrongBatch] = new("99", "Batchnummer '{0}' är inte den öppna batchen '{1}'"),
        [SpecterError.WrongStockBatch] = new("99", "Öppen batch är '{1}', inte '{0}'"),
    };
}

/// <summary>Thrown inside the core when a request is refused; nothing has been changed then.</summary>
internal sealed class SpecterRefusalException(SpecterError error, params string[] arguments) : Exception(error.ToString())
{
    public SpecterError Error { get; } = error;

    public IReadOnlyList<string> Arguments { get; } = arguments;

    public SpecterErrorText Render(IReadOnlyDictionary<SpecterError, SpecterErrorText> texts)
    {
        var text = texts.TryGetValue(Error, out var own) ? own : SpecterErrorText.Defaults[Error];

        // Not string.Format: the text may come from a configuration, and a brace in it must not break an answer.
        var rendered = Arguments.Select((argument, index) => (Place: $"{{{index}}}", argument))
            .Aggregate(text.Text, (filled, argument) => filled.Replace(argument.Place, argument.argument, StringComparison.Ordinal));
        return text with { Text = rendered };
    }
}
