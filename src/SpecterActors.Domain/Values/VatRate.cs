namespace SpecterActors.Domain.Values;

/// <summary>A VAT rate in percent, from 0 to below 100.</summary>
public readonly record struct VatRate
{
    private VatRate(decimal percent) => Percent = percent;

    /// <summary>Percent: 25 for 25 %.</summary>
    public decimal Percent { get; }

    /// <summary>What an amount without VAT is multiplied by: 1.25.</summary>
    public decimal Factor => 1m + (Percent / 100m);

    /// <summary>The rate of so many percent, or null when no rate can be that.</summary>
    public static VatRate? FromPercent(decimal percent) => percent is >= 0m and < 100m ? new VatRate(percent) : null;

    /// <summary>The rate given as a share (0.25), or null when no rate can be that.</summary>
    public static VatRate? FromShare(decimal share) => share is >= 0m and < 1m ? FromPercent(share * 100m) : null;

    /// <summary>VAT contained in an amount including VAT, to the öre.</summary>
    public decimal VatIn(decimal amountIncVat) => Ore.Round(amountIncVat - (amountIncVat / Factor));
}
