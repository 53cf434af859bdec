using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>A property with the way it is read and, when writable, written.</summary>
internal sealed record ShopField<T>(string Name, string Type, Func<T, JsonNode?> Read) : ShopField(Name, Type)
{
    private readonly Func<T, JsonNode?, Problems, T>? write;

    /// <summary>Puts a patch value into the object or adds problems; null for a property that cannot be written.</summary>
    public Func<T, JsonNode?, Problems, T>? Write
    {
        get => write;
        init
        {
            write = value;
            ReadOnly = value is null;
        }
    }

    /// <summary>True when it can be given at creation only.</summary>
    public bool OnlyAtCreation { get; init; }

    /// <summary>True when a new object needs it.</summary>
    public bool Required { get; init; }
}

/// <summary>The generic methods of a class over one table (abicart.md section 1.6).</summary>
internal abstract class EntityClass<T>(AbicartCore core, ShopClasses classes, ShopTable<T> table) : ShopClass
    where T : ShopEntity
{
    private const int QueriesMax = 100;
    private readonly Dictionary<string, QueryTree> queries = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Names, int Uid), (T Entity, JsonObject Part)> parts = [];
    private readonly Dictionary<string, Dictionary<int, Shown>> shown = new(StringComparer.Ordinal);
    private IReadOnlyList<ShopField<T>>? fields;

    protected AbicartCore Core { get; } = core;

    protected ShopTable<T> Table { get; } = table;

    public override IReadOnlyList<ShopField> Fields => fields ??= Define();

    /// <summary>Names of the generic methods that the class has.</summary>
    protected virtual IReadOnlyList<string> Methods => ["get", "list", "count", "set", "validate", "normalize", "getSchema"];

    private IReadOnlyList<ShopField<T>> Typed => fields ??= Define();

    public override IReadOnlyList<ShopEntity>? BasisOf(int uid) =>
        Table.Find(uid) is not { } entity ? [] : Others(entity) is { } others ? [entity, .. others] : null;

    public override Func<string, JsonNode?>? Reader(JsonNode uid, RpcContext context) => Find(uid, context) is { } entity ? Reader(entity) : null;

    public override JsonNode? Call(string method, RpcArguments arguments, RpcContext context)
    {
        if (AdminOnly || method is "set" or "create" or "delete" or "validate" or "normalize")
        {
            context.RequireAdmin();
        }

        return Methods.Contains(method, StringComparer.Ordinal) ? Generic(method, arguments, context) : Special(method, arguments, context);
    }

    protected abstract IReadOnlyList<ShopField<T>> Define();

    /// <summary>The objects that this caller may see, by ascending uid.</summary>
    protected virtual IEnumerable<T> Visible(RpcContext context) => Table.All;

    /// <summary>The object a uid parameter names, if the caller may see it.</summary>
    protected virtual T? Find(JsonNode uid, RpcContext context) =>
        JsonCompare.TryNumber(uid, out var number) && number == Math.Floor(number) && Math.Abs(number) < int.MaxValue
        && Table.Find((int)number) is { } found && IsVisible(found, context)
            ? found
            : null;

    /// <summary>True when this caller may see the object.</summary>
    protected virtual bool IsVisible(T entity, RpcContext context) => true;

    /// <summary>A new object before the patch, or null when the class cannot be created.</summary>
    protected virtual T? Blank(RpcContext context) => null;

    /// <summary>All that the object's properties are made of besides the object itself; null when that is not known.</summary>
    protected virtual IEnumerable<ShopEntity>? Others(T entity) => null;

    /// <summary>Problems that concern the object as a whole.</summary>
    protected virtual void Check(T entity, bool isNew, Problems problems)
    {
    }

    /// <summary>What follows from a stored change; <paramref name="before"/> is null for a new object.</summary>
    protected virtual void Stored(T? before, T after)
    {
    }

    /// <summary>A method that only this class has.</summary>
    protected virtual JsonNode? Special(string method, RpcArguments arguments, RpcContext context) =>
        throw RpcErrors.NoSuchMethod($"{Name}.{method}");

    /// <summary>Removes the object.</summary>
    protected virtual void Delete(T entity)
    {
        Table.Remove(entity.Uid);
        Core.State.Record(new ShopEffect.Deleted(Core.Clock.Now, Name, entity.Uid));
    }

    /// <summary>The effect that a written property leaves in the log.</summary>
    protected virtual ShopEffect EffectOf(T before, T after, ShopField<T> field) => new ShopEffect.PropertyWritten(
        Core.Clock.Now, Name, after.Uid, field.Name, TextOf(field.Read(before)), TextOf(field.Read(after)));

    /// <summary>Applies a query parameter, whose default is the whole object, to an object.</summary>
    protected JsonNode? Answer(T entity, JsonNode? query, int at, RpcContext context)
    {
        QueryTree asked = query is null ? new QueryTree.Whole("", false) : QueryTree.Parse(query, $"/{at}");
        return new QueryProjection(classes, context, Core.Switches.UnknownQueryKeyIsError).Project(this, Reader(entity), asked);
    }

    protected T Require(RpcArguments arguments, RpcContext context)
    {
        var uid = arguments[0] ?? throw RpcErrors.InvalidParams("a uid is required", "/0");
        return Find(uid, context) ?? throw RpcErrors.NotFound(Name, uid.ToJsonString());
    }

    private static string TextOf(JsonNode? node) => node?.ToJsonString(Wire.Options) ?? "null";

    private JsonNode? Generic(string method, RpcArguments arguments, RpcContext context)
    {
        switch (method)
        {
            case "get":
                return Answer(Require(arguments.AtMost(2), context), arguments[1], 1, context);
            case "list":
                return List(arguments.AtMost(2), context);
            case "count":
                var filters = arguments.AtMost(1)[0];
                var all = Visible(context).Select(Part(ListSelection.FieldsOf(this, filters)));
                return ListSelection.Filter(this, all, filters, "/0", Core.Switches).Count();
            case "set":
                return arguments.AtMost(3)[0] is null
                    ? Create(arguments.Object(1), arguments[2], 2, context)
                    : Set(Require(arguments, context), arguments.Object(1), arguments[2], context);
            case "create":
                return Create(arguments.AtMost(2).Object(0), arguments[1], 1, context);
            case "validate":
                return Validate(arguments.AtMost(2), context);
            case "normalize":
                return Normalize(arguments.AtMost(2), context);
            case "getSchema":
                return Schema();
            case "delete":
                Delete(Require(arguments.AtMost(1), context));
                return null;
            default:
                throw new UnreachableException(method);
        }
    }

    private JsonArray List(RpcArguments arguments, RpcContext context)
    {
        var asked = arguments[0]?.ToJsonString();
        var query = Query(arguments[0], asked);
        var projection = new QueryProjection(classes, context, Core.Switches.UnknownQueryKeyIsError);

        // Of most objects only what the selection looks at is needed; the whole is made of the selected ones.
        var selection = arguments[1] as JsonObject;
        var part = Part(ListSelection.FieldsOf(this, selection?["filters"], selection?["sort"]));
        var whole = new Dictionary<JsonObject, T>(ReferenceEqualityComparer.Instance);
        foreach (var entity in Visible(context))
        {
            whole.Add(part(entity), entity);
        }

        var selected = ListSelection.Select(this, whole.Keys, arguments[1], Core.Switches);
        var text = $"{context.IsAdmin} {context.Language} {asked}";
        var before = shown.TryGetValue(text, out var known) ? known : shown[text] = [];
        return new JsonArray([.. selected.Select(e => Show(whole[e], query, before, projection))]);
    }

    /// <summary>Clients ask the same again and again: a query is read once.</summary>
    private QueryTree Query(JsonNode? query, string? text)
    {
        if (query is null)
        {
            return new QueryTree.Whole("/0", false);
        }

        if (!queries.TryGetValue(text!, out var known))
        {
            known = QueryTree.Parse(query, "/0");
            if (queries.Count < QueriesMax)
            {
                queries[text!] = known;
            }
        }

        return known;
    }

    /// <summary>
    /// Clients read the same objects again and again: what was shown of one stays right until it is replaced, or anything it was made of
    /// changes.
    /// </summary>
    private JsonNode? Show(T entity, QueryTree query, Dictionary<int, Shown> before, QueryProjection projection)
    {
        var changes = Core.State.Changes.Count;
        if (before.TryGetValue(entity.Uid, out var known) && ReferenceEquals(known.Switches, Core.Switches)
            && (known.StoodAt == changes || known.Basis.TrueForAll(b => b.Stands)))
        {
            known.StoodAt = changes;
            return known.Json.ToNode();
        }

        projection.Followed.Clear();
        var node = projection.Project(this, Reader(entity), query);
        var basis = projection.Followed.Prepend((this, entity.Uid)).Select(f => new Basis(f.Class, f.Uid, f.Class.BasisOf(f.Uid))).ToList();
        if (node is not null && basis.TrueForAll(b => b.Objects is not null))
        {
            before[entity.Uid] = new Shown(Core.Switches, basis, new RawJson(node)) { StoodAt = changes };
        }

        return node;
    }

    private sealed record Shown(AbicartSwitches Switches, List<Basis> Basis, RawJson Json)
    {
        /// <summary>Number of changes in the shop when it was last found to be right.</summary>
        public int StoodAt { get; set; }
    }

    /// <summary>An object and all that it was made of when it was shown. Objects never change but are replaced.</summary>
    private sealed record Basis(ShopClass Class, int Uid, IReadOnlyList<ShopEntity>? Objects)
    {
        public bool Stands => Class.BasisOf(Uid)!.SequenceEqual(Objects!, ReferenceEqualityComparer.Instance);
    }

    private Func<T, JsonObject> Part(IReadOnlySet<string> names)
    {
        var wanted = Typed.Where(f => names.Contains(f.Name)).ToList();
        if (!wanted.TrueForAll(f => f.IsTime || f.Name == "uid"))
        {
            return Make;
        }

        // Uid and times follow from the object alone, which never changes but is replaced: what was made of it stays right.
        var key = string.Join(' ', wanted.Select(f => f.Name));
        return entity =>
        {
            if (!parts.TryGetValue((key, entity.Uid), out var made) || !ReferenceEquals(made.Entity, entity))
            {
                parts[(key, entity.Uid)] = made = (entity, Make(entity));
            }

            return made.Part;
        };

        JsonObject Make(T entity) => new(wanted.Select(f => KeyValuePair.Create(f.Name, f.Read(entity))));
    }

    private JsonNode? Set(T before, JsonObject patch, JsonNode? query, RpcContext context)
    {
        var problems = new Problems();
        var after = Patch(before, patch, false, problems);
        Refuse(problems);
        after = after with { Changed = Core.Clock.Now };
        Table.Put(after);
        Log(before, after, patch);
        Stored(before, after);
        return Answer(Table.Find(after.Uid) ?? after, query, 2, context);
    }

    private JsonNode? Create(JsonObject patch, JsonNode? query, int at, RpcContext context)
    {
        var problems = new Problems();
        var entity = New(patch, problems, context);
        Refuse(problems);
        entity = entity with { Uid = Table.NextUid(), Created = Core.Clock.Now, Changed = Core.Clock.Now };
        Table.Put(entity);
        Core.State.Record(new ShopEffect.Created(Core.Clock.Now, Name, entity.Uid));
        Stored(null, entity);
        return Answer(entity, query, at, context);
    }

    private T New(JsonObject patch, Problems problems, RpcContext context)
    {
        if (Blank(context) is not { } blank)
        {
            problems.Add("uid may not be null: objects of this class cannot be created", "");
            throw RpcErrors.ValidationFailed(problems.List);
        }

        foreach (var field in Typed.Where(f => f.Required && !patch.ContainsKey(f.Name)))
        {
            problems.Add("required", $"/{field.Name}");
        }

        return Patch(blank, patch, true, problems);
    }

    private JsonArray Validate(RpcArguments arguments, RpcContext context)
    {
        var problems = new Problems();
        var patch = arguments.Object(1);
        if (arguments[0] is null)
        {
            New(patch, problems, context);
        }
        else
        {
            Patch(Require(arguments, context), patch, false, problems);
        }

        return problems.List;
    }

    /// <summary>The patch as the shop would store it (section 1.6: normalize; its meaning is inferred).</summary>
    private JsonObject Normalize(RpcArguments arguments, RpcContext context)
    {
        var problems = new Problems();
        var patch = arguments.Object(1);
        var after = arguments[0] is null
            ? New(patch, problems, context)
            : Patch(Require(arguments, context), patch, false, problems);
        if (problems.Any)
        {
            throw RpcErrors.NormalizationFailed(problems.List);
        }

        var json = Json(after);
        return new JsonObject(patch.Select(p => KeyValuePair.Create(p.Key, json[p.Key]?.DeepClone())));
    }

    private T Patch(T before, JsonObject patch, bool isNew, Problems problems)
    {
        var after = before;
        foreach (var (key, value) in patch)
        {
            var pointer = $"/{JsonPointer.Escape(key)}";
            if (Field(key) is not ShopField<T> field)
            {
                problems.Add("unknown property", pointer);
            }
            else if (field.Write is null || (field.OnlyAtCreation && !isNew))
            {
                problems.Add("read-only", pointer);
            }
            else
            {
                after = field.Write(after, value, problems);
            }
        }

        Check(after, isNew, problems);
        return after;
    }

    private void Log(T before, T after, JsonObject patch)
    {
        foreach (var field in Typed.Where(f => patch.ContainsKey(f.Name)))
        {
            Core.State.Record(EffectOf(before, after, field));
        }
    }

    /// <summary>Only what a query names is read: most properties of most objects are never asked for.</summary>
    private Func<string, JsonNode?> Reader(T entity) => name => ((ShopField<T>?)Field(name))?.Read(entity);

    private JsonObject Json(T entity) => new(Typed.Select(f => KeyValuePair.Create(f.Name, f.Read(entity))));

    private static void Refuse(Problems problems)
    {
        if (problems.Any)
        {
            throw RpcErrors.ValidationFailed(problems.List);
        }
    }
}
