using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>
/// What people do in the shop besides the API: buyers order, staff edit. Times come from the shop's clock. Each operation
/// happens at once; listeners are called as for a change by the API. Effects of these operations are not in
/// <see cref="AbicartState.Effects"/>, which holds what clients did.
/// </summary>
public sealed partial class AbicartLife
{
    private readonly AbicartState state;
    private readonly AbicartClock clock;
    private readonly AbicartEvents events;
    private readonly AbicartOptions options;
    private readonly Func<AbicartSwitches> switches;
    private int nextOrderNumber;

    internal AbicartLife(
        AbicartState state, AbicartClock clock, AbicartEvents events, AbicartOptions options, Func<AbicartSwitches> switches)
    {
        this.state = state;
        this.clock = clock;
        this.events = events;
        this.options = options;
        this.switches = switches;
        nextOrderNumber = options.FirstOrderNumber;
    }

    /// <summary>Adds a payment method and answers it with its uid.</summary>
    public ShopPaymentMethod AddPaymentMethod(string type, string name, decimal feeIncVat) =>
        state.PaymentMethods.Put(new ShopPaymentMethod
        {
            Uid = state.PaymentMethods.NextUid(), Type = type, Name = Texts(name), FeeIncVat = feeIncVat,
            Created = clock.Now, Changed = clock.Now,
        });

    /// <summary>Adds a delivery method and answers it with its uid.</summary>
    public ShopDeliveryMethod AddDeliveryMethod(string name, decimal priceIncVat, decimal? freeFrom) =>
        state.DeliveryMethods.Put(new ShopDeliveryMethod
        {
            Uid = state.DeliveryMethods.NextUid(), Name = Texts(name), PriceIncVat = priceIncVat, FreeFrom = freeFrom,
            AllowCod = true, Created = clock.Now, Changed = clock.Now,
        });

    /// <summary>Adds an article group and answers it with its uid.</summary>
    public ShopArticlegroup AddArticlegroup(string name) => state.Articlegroups.Put(
        new ShopArticlegroup { Uid = state.Articlegroups.NextUid(), Name = Texts(name), Created = clock.Now, Changed = clock.Now });

    /// <summary>Registers a customer.</summary>
    public ShopCustomer AddCustomer(ShopBuyer buyer)
    {
        var added = state.Customers.Put(new ShopCustomer { Uid = state.Customers.NextUid(), Buyer = buyer, Created = clock.Now, Changed = clock.Now });
        events.Fire("Customer/created", added.Uid);
        return added;
    }

    /// <summary>Changes a registered customer as the customer or staff would; sets its time of change.</summary>
    /// <exception cref="KeyNotFoundException">There is no such customer.</exception>
    public ShopCustomer ChangeCustomer(int uid, Func<ShopBuyer, ShopBuyer> change)
    {
        var before = state.Customers.Get(uid);
        var changed = state.Customers.Put(before with { Buyer = change(before.Buyer), Changed = clock.Now });
        events.Fire("Customer/changed", uid);
        return changed;
    }

    /// <summary>Adds an article; uid and times of <paramref name="article"/> are replaced.</summary>
    public ShopArticle AddArticle(ShopArticle article)
    {
        var added = state.Articles.Put(article with { Uid = state.Articles.NextUid(), Created = clock.Now, Changed = clock.Now });
        events.Fire("Article/created", added.Uid);
        state.Note("add-article", added.Number, $"uid {added.Uid}");
        return added;
    }

    /// <summary>
    /// Gives the article one choice with one variant for each name. Number and stock of each variant come from
    /// <paramref name="variants"/>; the stock of the article itself is no longer used.
    /// </summary>
    public IReadOnlyList<ShopVariant> AddVariants(
        int article, string choiceName, IReadOnlyList<(string OptionName, string Number, decimal? Stock)> variants)
    {
        var choice = state.Choices.Put(new ShopChoice { Uid = state.Choices.NextUid(), Name = Texts(choiceName) });
        var added = new List<ShopVariant>();
        foreach (var (optionName, number, stock) in variants)
        {
            var option = state.ChoiceOptions.Put(new ShopChoiceOption
            {
                Uid = state.ChoiceOptions.NextUid(), Choice = choice.Uid, Name = Texts(optionName),
            });
            choice = state.Choices.Put(choice with { Options = [.. choice.Options, option.Uid] });
            added.Add(state.Variants.Put(new ShopVariant
            {
                Uid = state.Variants.NextUid(), Article = article, Number = number, Stock = stock, Created = clock.Now,
                Changed = clock.Now, DefinedBy = new SortedDictionary<int, int> { [choice.Uid] = option.Uid },
            }));
        }

        ChangeArticle(article, a => a with
        {
            Choices = [.. a.Choices, choice.Uid], ChoiceOptions = [.. a.ChoiceOptions, .. choice.Options],
        });
        return added;
    }

    /// <summary>Changes an article as staff would; sets its time of change.</summary>
    /// <exception cref="KeyNotFoundException">There is no such article.</exception>
    public ShopArticle ChangeArticle(int uid, Func<ShopArticle, ShopArticle> change)
    {
        state.Note("change-article", state.Articles.Get(uid).Number, $"uid {uid}");
        var changed = state.Articles.Put(change(state.Articles.Get(uid)) with { Uid = uid, Changed = clock.Now });
        events.Fire("Article/changed", uid);
        return changed;
    }

    /// <summary>Changes a variant as staff would; sets its time of change and that of its article.</summary>
    /// <exception cref="KeyNotFoundException">There is no such variant.</exception>
    public ShopVariant ChangeVariant(int uid, Func<ShopVariant, ShopVariant> change)
    {
        state.Note("change-variant", state.Variants.Get(uid).Number, $"uid {uid}");
        var changed = state.Variants.Put(change(state.Variants.Get(uid)) with { Uid = uid, Changed = clock.Now });
        events.Fire("ArticleVariant/changed", uid);
        ChangeArticle(changed.Article, a => a);
        return changed;
    }

    /// <summary>Deletes an article with its variants; nothing tells of it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such article.</exception>
    public void DeleteArticle(int uid)
    {
        state.Note("delete-article", state.Articles.Get(uid).Number, $"uid {uid}");
        foreach (var variant in state.Variants.All.Where(v => v.Article == uid).ToList())
        {
            state.Variants.Remove(variant.Uid);
        }

        state.Articles.Remove(uid);
    }

    /// <summary>Gives an article another number.</summary>
    public ShopArticle RenameArticle(int uid, string number) => ChangeArticle(uid, a => a with { Number = number });

    /// <summary>Sets the stock of an article, or of a variant, by hand.</summary>
    public void SetStockByHand(int article, int? variant, decimal? stock)
    {
        if (variant is { } uid)
        {
            ChangeVariant(uid, v => v with { Stock = stock });
        }
        else
        {
            ChangeArticle(article, a => a with { Stock = stock });
        }
    }

    private SortedDictionary<string, string> Texts(string text) =>
        new(StringComparer.Ordinal) { [options.Languages[0]] = text };
}
