namespace SpecterActors.Connectors.Abicart.Wire;

/// <summary>An amount as the shop sends it: with and without VAT, and the rate as a share (abicart.md section 1.7).</summary>
/// <param name="IncVat">Including VAT.</param>
/// <param name="ExVat">Without VAT.</param>
/// <param name="VatPercent">Rate in percent; null for a sum over several rates.</param>
internal sealed record WireAmount(decimal IncVat, decimal ExVat, decimal? VatPercent)
{
    public static WireAmount Read(WireValue value)
    {
        var (incVat, exVat, rate) = (value["incVat"].RequiredNumber(), value["exVat"].RequiredNumber(), value["vatRate"].Number());
        return new WireAmount(incVat, exVat, Percent(rate));
    }

    /// <summary>An amount that may be absent as a whole: then it is zero.</summary>
    public static WireAmount ReadOrZero(WireValue value) => value.IsMissing ? new WireAmount(0m, 0m, 0m) : Read(value);

    /// <summary>Share to percent, without the zeros that the multiplication leaves behind.</summary>
    public static decimal? Percent(decimal? share) =>
        share is { } s and >= -10m and <= 10m ? decimal.Round(s * 100m, 4) / 1.0000000000000000000000000000m : null;
}
