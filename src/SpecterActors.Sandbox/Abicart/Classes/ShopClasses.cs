namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>All classes of the API by name.</summary>
internal sealed class ShopClasses
{
    private readonly Dictionary<string, ShopClass> byName;

    public ShopClasses(AbicartCore core) => byName = new ShopClass[]
    {
        new OrderClass(core, this), new OrderItemClass(core, this), new PaymentClass(core, this), new PaymentMethodClass(core, this),
        new DeliveryMethodClass(core, this), new ArticleClass(core, this), new ArticleVariantClass(core, this),
        new ArticleChoiceClass(core, this), new ArticleChoiceOptionClass(core, this), new ArticlegroupClass(core, this),
        new CustomerClass(core, this), new EventListenerClass(core, this), new AuthTokenClass(core, this), new AdminClass(core),
        new WebshopClass(core, this),
    }.ToDictionary(c => c.Name, StringComparer.Ordinal);

    public ShopClass? Find(string name) => byName.GetValueOrDefault(name);
}
